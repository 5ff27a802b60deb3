import { z } from 'zod';
import { containersOf } from '../../kube/containers.ts';
import { endEvidence, isDownAlone, isLooping, lastEndOf, loopingSince, restartsText } from '../../kube/ends.ts';
import { isComplete } from '../../kube/jobs.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isTerminating } from '../../kube/pods.ts';
import { quantityText, quantityValue } from '../../kube/quantities.ts';
import { DAY_MS } from '../../kube/time.ts';
import { hasStumbled } from '../../kube/waiting.ts';
import { defineCheck } from '../define-check.ts';

/** A container that has run this long since its kill is well again. */
const HISTORY_MS = 7 * DAY_MS;
/** As long as job-failed speaks of a failed Job. */
const FAILED_POD_MS = 3 * DAY_MS;

/** Kinds whose pod template can be changed in place. */
const EDITABLE: ReadonlySet<string> = new Set(['CronJob', 'DaemonSet', 'Deployment', 'ReplicaSet', 'StatefulSet']);

export const containerOomKilled = defineCheck({
  id: 'container-oom-killed',
  title: 'Container was killed for its memory use',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  consults: ['Event', 'Job'],
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#exceed-memory-limit',
  facts: z.object({
    container: z.string(),
    /** Null where the container has none of its own. */
    memoryLimit: z.string().nullable(),
    restarts: z.int(),
    looping: z.boolean(),
    /** True where it runs again. */
    running: z.boolean(),
  }),
  message: ({ container, memoryLimit, restarts, looping, running }) => {
    const needs = memoryLimit === null ? 'than its pod or node can give' : `than its limit of ${memoryLimit}`;
    return looping
      ? `Container ${container} needs more memory ${needs} and is killed after each start (${restartsText(restarts)})`
      : `Container ${container} was killed because it needed more memory ${needs}` +
          (running ? `; it runs again (${restartsText(restarts)})` : '');
  },
  fixes: ({ container, memoryLimit, running }, { subject, object }) => {
    const bytes = quantityValue(memoryLimit ?? undefined);
    const look = running
      ? {
          text: 'Compare what it uses with its limit',
          command: kubectl('top', 'pod', ...inNamespaceOf(object), object.name, '--containers'),
        }
      : {
          text: 'Read what it did before it was killed',
          command: kubectl('logs', ...inNamespaceOf(object), object.name, '-c', container),
        };
    const limit = bytes === undefined ? undefined : `--limits=memory=${quantityText('memory', bytes * 2)}`;
    const raise =
      limit !== undefined && EDITABLE.has(subject.kind)
        ? kubectl('set', 'resources', ...inNamespaceOf(subject), target(subject), '-c', container, limit)
        : null;
    return [
      look,
      {
        text:
          limit === undefined
            ? 'Request the memory that it needs, or make it need less'
            : 'Raise the limit, if its work needs more memory; else find the leak',
        command: raise,
      },
    ];
  },
  *find(pod, view) {
    if (!hasStumbled(pod) || isTerminating(pod) || pod.status?.phase === 'Succeeded') return;
    for (const container of containersOf(pod)) {
      const { name, spec, status, specPath } = container;
      const end = lastEndOf(status);
      if (end?.reason !== 'OOMKilled') continue;
      const failed = pod.status?.phase === 'Failed';
      const age = view.age(end.finishedAt);
      if (age >= (failed ? FAILED_POD_MS : HISTORY_MS)) continue;
      const owner = controllerOf(pod);
      const job =
        failed && owner?.kind === 'Job' ? view.get('Job', pod.metadata.namespace ?? '', owner.name) : undefined;
      if (job?.state === 'found' && isComplete(job.object)) continue;
      const looping = isLooping(container, pod, view.takenAtMs);
      const running = !looping && status?.state?.running !== undefined;
      const memoryLimit = spec.resources?.limits?.['memory'] ?? null;
      yield {
        cause: name,
        container: name,
        latent: running,
        severity: running ? (age < DAY_MS ? 'medium' : 'low') : isDownAlone(pod) ? 'critical' : 'high',
        since: looping ? loopingSince(view.warnings('Event', pod), container) : end.finishedAt,
        facts: { container: name, memoryLimit, restarts: status?.restartCount ?? 0, looping, running },
        evidence: [...endEvidence(container), { path: `${specPath}.resources.limits.memory`, value: memoryLimit }],
      };
    }
  },
});
