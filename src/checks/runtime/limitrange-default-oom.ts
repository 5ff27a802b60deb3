import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { endEvidence, isDownAlone, restartsText } from '../../kube/runtime/ends.ts';
import { oomKillsOf } from '../../kube/runtime/oom-kills.ts';
import { unsteady } from '../../kube/suspects.ts';
import { defaultLimitOf, TEMPLATED_KINDS } from '../../kube/workloads/default-amounts.ts';
import { setResources } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const limitrangeDefaultOom = defineCheck({
  id: 'limitrange-default-oom',
  title: 'Container was killed for a memory limit that nobody gave it',
  severity: 'medium',
  level: 'cause',
  subject: 'Pod',
  among: unsteady,
  reads: ['LimitRange'],
  consults: TEMPLATED_KINDS,
  source: 'https://kubernetes.io/docs/tasks/administer-cluster/manage-resources/memory-default-namespace/',
  facts: z.object({
    container: z.string(),
    memoryLimit: z.string(),
    limitRange: z.string(),
    restarts: z.int(),
    running: z.boolean(),
  }),
  message: ({ container, memoryLimit, limitRange, restarts, running }) =>
    `Container ${container} sets no memory limit of its own, got the default of ${memoryLimit} from LimitRange ${limitRange}, ` +
    `and was killed because it needed more${running ? '; it runs again' : ''} (${restartsText(restarts)})`,
  fixes: ({ container, memoryLimit, limitRange }, { subject, object }) => [
    {
      text: 'Set a memory limit that suits the container in its template',
      command: setResources(subject, container, 'limits=memory=LIMIT'),
    },
    {
      text: `Or raise the default of ${memoryLimit}, which holds for all containers without a limit`,
      command: kubectl('edit', ...inNamespaceOf(object), `limitrange/${limitRange}`),
    },
  ],
  *find(pod, view) {
    for (const { container, end, failed, looping, running } of oomKillsOf(pod, view)) {
      const found = defaultLimitOf(pod, container, view);
      if (found === undefined) continue;
      const { amount, range } = found;
      yield {
        cause: container.name,
        container: container.name,
        confidence: 'likely',
        latent: running,
        severity: running ? 'medium' : !failed && isDownAlone(pod) ? 'critical' : 'high',
        since: looping ? null : end.finishedAt,
        facts: {
          container: container.name,
          memoryLimit: amount,
          limitRange: range.metadata.name,
          restarts: container.status?.restartCount ?? 0,
          running,
        },
        evidence: [
          ...endEvidence(container).slice(0, 3),
          { object: refOf(range), path: 'spec.limits[type=Container].default.memory', value: amount },
          { path: `${container.specPath}.resources.limits.memory`, value: amount },
        ],
      };
    }
  },
});
