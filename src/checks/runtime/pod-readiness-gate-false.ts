import { z } from 'zod';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { describe } from '../../kube/kubectl.ts';
import { isRolledOutBehind, unreadyOf } from '../../kube/runtime/readiness.ts';
import { suspects } from '../../kube/suspects.ts';
import { defineCheck } from '../define-check.ts';

export const podReadinessGateFalse = defineCheck({
  id: 'pod-readiness-gate-false',
  title: 'Readiness gate of the pod is not opened',
  severity: 'high',
  level: 'failure',
  subject: 'Pod',
  among: suspects,
  consults: ['Deployment'],
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-readiness-gate',
  facts: z.object({
    gate: z.string(),
    /** What the controller of the gate says; null where none has said anything. */
    reason: z.string().nullable(),
    text: z.string().nullable(),
  }),
  message: ({ gate, reason, text }) =>
    reason === null
      ? `All containers are ready, but no controller has set the condition ${gate} of the readiness gate`
      : `All containers are ready, but the condition ${gate} of the readiness gate is not True` +
        ([reason, text].some(Boolean) ? ` (${[reason, text].filter(Boolean).join(': ')})` : ''),
  fixes: ({ gate, reason }, { object }) => [
    {
      text:
        reason === null
          ? `Find the controller that sets ${gate}, such as that of a load balancer, and see whether it runs`
          : `See why the controller of ${gate} says so`,
      command: describe(object),
    },
    { text: 'Without such a controller, leave the readiness gate out of the template', command: null },
  ],
  *find(pod, view) {
    if (pod.spec?.readinessGates === undefined) return;
    const unready = unreadyOf(pod, view.takenAtMs);
    if (unready?.by !== 'gate') return;
    const owner = view.topOwner(pod);
    const deployment = owner.kind === 'Deployment' ? view.get('Deployment', owner.namespace, owner.name) : undefined;
    if (deployment?.state === 'found' && isRolledOutBehind(pod, deployment.object)) return;
    const { gate, since } = unready;
    const condition = conditionOf(pod, gate);
    yield {
      cause: gate,
      since,
      facts: { gate, reason: condition?.reason ?? null, text: condition?.message || null },
      evidence: [
        { path: `${conditionPath('Ready')}.reason`, value: conditionOf(pod, 'Ready')?.reason },
        { path: `${conditionPath(gate)}.status`, value: condition?.status ?? null },
        { path: 'spec.readinessGates', value: gate },
      ],
    };
  },
});
