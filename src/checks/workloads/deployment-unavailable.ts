import { z } from 'zod';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { isReady } from '../../kube/pods.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { firstLack, PATIENCE_MS, shortfallOf } from '../../kube/workloads/shortfall.ts';
import { desiredReplicas, isSettled, noneText } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const deploymentUnavailable = defineCheck({
  id: 'deployment-unavailable',
  title: 'Deployment has no available pod',
  severity: 'critical',
  level: 'rollup',
  subject: 'Deployment',
  reads: ['Pod', 'ReplicaSet'],
  consults: ['Node'],
  explains: ['deployment-rollout-stalled'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment',
  facts: z.object({ desired: z.int(), existing: z.int() }),
  message: ({ desired, existing }) => noneText(desired, existing, 'available'),
  fixes: (_facts, { subject }) => [
    { text: 'See its conditions and events', command: describe(subject) },
    {
      text: 'See the pods and ReplicaSets of the namespace',
      command: kubectl('get', 'replicasets,pods', ...inNamespaceOf(subject), '-o', 'wide'),
    },
  ],
  *find(deployment, view) {
    const desired = desiredReplicas(deployment);
    if (desired === 0 || (deployment.status?.availableReplicas ?? 0) > 0 || !isSettled(deployment)) return;
    // With every pod allowed to be unavailable the condition stays True: then it says nothing of the time either.
    const available = conditionOf(deployment, 'Available');
    const since = available?.status === 'False' ? available.lastTransitionTime : null;
    const downMs = view.age(since);
    if (since !== null && downMs < MINUTE_MS) return;
    const sets = view.controlledBy('ReplicaSet', deployment);
    const settled = shortfallOf(deployment, sets, view);
    // After a while, pods that are only just starting are no excuse: perhaps they are made anew all the time.
    const short = settled.refs.length === 0 && downMs >= PATIENCE_MS ? shortfallOf(deployment, sets, view, 0) : settled;
    if (short.active.some(isReady) || (short.refs.length === 0 && short.moving > 0)) return;
    yield {
      cause: '',
      since,
      facts: { desired, existing: short.active.length },
      explainedBy: short.refs,
      evidence: [
        { path: 'spec.replicas', value: desired },
        { path: 'status.availableReplicas', value: deployment.status?.availableReplicas ?? 0 },
        { path: `${conditionPath('Available')}.status`, value: available?.status },
        ...firstLack(short.pods),
      ],
    };
  },
});
