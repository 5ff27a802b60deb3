import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { quantityValue } from '../../kube/quantities.ts';
import { endEvidence, isDownAlone, loopingSince, restartsText } from '../../kube/runtime/ends.ts';
import { oomKillsOf } from '../../kube/runtime/oom-kills.ts';
import { unsteady } from '../../kube/suspects.ts';
import { DAY_MS } from '../../kube/time.ts';
import { defaultLimitOf, TEMPLATED_KINDS } from '../../kube/workloads/default-amounts.ts';
import { setResources } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const containerOomKilled = defineCheck({
  id: 'container-oom-killed',
  title: 'Container was killed for its memory use',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: unsteady,
  consults: ['Event', 'LimitRange', ...TEMPLATED_KINDS],
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
  fixes: ({ container, memoryLimit, restarts, running }, { subject, object }) => {
    const bytes = quantityValue(memoryLimit ?? undefined);
    const previous = restarts > 0 ? ['--previous'] : [];
    return [
      running
        ? {
            text: 'Compare what it uses with its limit',
            command: kubectl('top', 'pod', ...inNamespaceOf(object), object.name, '--containers'),
          }
        : {
            text: 'Read what it did before it was killed',
            command: kubectl('logs', ...inNamespaceOf(object), object.name, '-c', container, ...previous),
          },
      bytes === undefined
        ? { text: 'Request the memory that it needs, or make it need less', command: null }
        : {
            text: 'Raise the limit, if its work needs more memory; else find the leak',
            command: setResources(subject, container, `limits=memory=${wholeText(bytes * 2)}`),
          },
    ];
  },
  *find(pod, view) {
    for (const { container, end, ageMs, failed, looping, running } of oomKillsOf(pod, view)) {
      const { name, spec, status, specPath } = container;
      // Then limitrange-default-oom says more.
      if (defaultLimitOf(pod, container, view) !== undefined) continue;
      const memoryLimit = spec.resources?.limits?.['memory'] ?? null;
      yield {
        cause: name,
        container: name,
        latent: running,
        severity: running ? (ageMs < DAY_MS ? 'medium' : 'low') : !failed && isDownAlone(pod) ? 'critical' : 'high',
        since: looping ? loopingSince(view.warnings('Event', pod), container) : end.finishedAt,
        facts: { container: name, memoryLimit, restarts: status?.restartCount ?? 0, looping, running },
        evidence: [...endEvidence(container), { path: `${specPath}.resources.limits.memory`, value: memoryLimit }],
      };
    }
  },
});

/** In whole mebibytes or gibibytes: other fractions of a byte make the API server warn. */
function wholeText(bytes: number): string {
  const mebibytes = Math.ceil(bytes / 2 ** 20);
  return mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}
