import { z } from 'zod';
import { runningContainersOf } from '../../kube/containers.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { isActive } from '../../kube/pods.ts';
import { quantityText, quantityValue } from '../../kube/quantities.ts';
import { isLooping, lastEndOf, restartsText } from '../../kube/runtime/ends.ts';
import { unsteady } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

const NEAR = 0.9;

export const containerMemoryNearLimit = defineCheck({
  id: 'container-memory-near-limit',
  title: 'Container is about to be killed for its memory use again',
  severity: 'medium',
  level: 'cause',
  subject: 'Pod',
  among: unsteady,
  consults: ['PodMetrics'],
  // What it was killed for before is what it does now.
  explains: ['container-oom-killed', 'pod-restarts-high'],
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#exceed-memory-limit',
  facts: z.object({
    container: z.string(),
    usage: z.string(),
    limit: z.string(),
    percent: z.int(),
    killedAt: z.string().nullable(),
    restarts: z.int(),
  }),
  message: ({ container, usage, limit, percent, killedAt, restarts }) =>
    `Container ${container} uses ${usage} of the ${limit} that its memory limit allows (${percent}%), and was killed for that before` +
    (killedAt === null ? '' : ` at ${killedAt}`) +
    ` (${restartsText(restarts)})`,
  fixes: (_facts, { subject, object }) => [
    {
      text: 'See what it uses now',
      command: kubectl('top', 'pod', ...inNamespaceOf(object), object.name, '--containers'),
    },
    {
      ...correctTemplate(subject, 'the limit'),
      text: 'Raise the memory limit, if its work needs more; else find the leak',
    },
  ],
  *find(pod, view) {
    if (!isActive(pod) || !pod.status?.containerStatuses?.some(({ restartCount = 0 }) => restartCount > 0)) return;
    const found = view.get('PodMetrics', pod.metadata.namespace ?? '', pod.metadata.name);
    if (found.state !== 'found') return;
    for (const container of runningContainersOf(pod)) {
      const { name, spec, status, specPath, statusPath } = container;
      const limitText = spec.resources?.limits?.['memory'];
      const limit = quantityValue(limitText);
      const usage = quantityValue(found.object.containers?.find((one) => one.name === name)?.usage?.['memory']);
      if (limitText === undefined || !limit || usage === undefined || usage < NEAR * limit) continue;
      // One sample tells little: caches fill up to the limit and are given back. An earlier kill says that they are not.
      const end = lastEndOf(status);
      if (end?.reason !== 'OOMKilled' || end.field !== 'lastState.terminated') continue;
      if (status?.state?.running === undefined || isLooping(container, pod, view.takenAtMs)) continue;
      yield {
        cause: name,
        container: name,
        confidence: 'likely',
        facts: {
          container: name,
          usage: quantityText('memory', usage),
          limit: limitText,
          percent: Math.floor((usage / limit) * 100),
          killedAt: end.finishedAt,
          restarts: status.restartCount ?? 0,
        },
        evidence: [
          { object: found.object, path: `containers[name=${name}].usage.memory`, value: quantityText('memory', usage) },
          { path: `${specPath}.resources.limits.memory`, value: limitText },
          { path: `${statusPath}.lastState.terminated.reason`, value: 'OOMKilled' },
        ],
      };
    }
  },
});
