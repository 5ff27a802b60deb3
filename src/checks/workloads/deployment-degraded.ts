import { z } from 'zod';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { firstLack, isLasting, shortfallOf } from '../../kube/workloads/shortfall.ts';
import { desiredReplicas, isRollingOut, isSettled } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const deploymentDegraded = defineCheck({
  id: 'deployment-degraded',
  title: 'Deployment has too few available pods',
  severity: 'high',
  level: 'rollup',
  subject: 'Deployment',
  reads: ['Pod', 'ReplicaSet'],
  consults: ['Event', 'Node'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status',
  facts: z.object({ desired: z.int(), available: z.int() }),
  message: ({ desired, available }) =>
    `Only ${available} of ${desired} wanted pods ${available === 1 ? 'is' : 'are'} available`,
  fixes: (_facts, { subject }) => [
    { text: 'See its conditions and events', command: describe(subject) },
    {
      text: 'See which pods are not ready',
      command: kubectl('get', 'pods', ...inNamespaceOf(subject), '-o', 'wide'),
    },
  ],
  *find(deployment, view) {
    const desired = desiredReplicas(deployment);
    const available = deployment.status?.availableReplicas ?? 0;
    if (available === 0 || available >= desired || !isSettled(deployment) || isRollingOut(deployment)) return;
    const sets = view.controlledBy('ReplicaSet', deployment);
    const short = shortfallOf(deployment, sets, view);
    if (!isLasting(short, view)) return;
    yield {
      cause: '',
      facts: { desired, available },
      explainedBy: short.refs,
      evidence: [
        { path: 'spec.replicas', value: desired },
        { path: 'status.availableReplicas', value: available },
        ...firstLack(short.pods),
      ],
    };
  },
});
