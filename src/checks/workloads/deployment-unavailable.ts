import { z } from 'zod';
import { conditionOf } from '../../kube/conditions.ts';
import { describe } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { isActive, isReady } from '../../kube/pods.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const deploymentUnavailable = defineCheck({
  id: 'deployment-unavailable',
  title: 'Deployment has no available pod',
  severity: 'critical',
  level: 'rollup',
  subject: 'Deployment',
  reads: ['Pod', 'ReplicaSet'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment',
  facts: z.object({ desired: z.int(), created: z.int() }),
  message: ({ desired }) => `None of ${desired} wanted pods is available`,
  fixes: (_facts, { subject }) => [{ text: 'See its conditions and events', command: describe(subject) }],
  *find(deployment, view) {
    const { spec, status, metadata } = deployment;
    const desired = spec?.replicas ?? 1;
    const observed = status?.observedGeneration ?? 0;
    if (metadata.deletionTimestamp !== undefined || desired === 0 || observed < (metadata.generation ?? 0)) return;
    const available = conditionOf(deployment, 'Available');
    if ((status?.availableReplicas ?? 0) > 0 || view.age(available?.lastTransitionTime) < MINUTE_MS) return;
    const replicaSets = view.controlledBy('ReplicaSet', deployment);
    const pods = replicaSets.flatMap((replicaSet) => view.controlledBy('Pod', replicaSet)).filter(isActive);
    const refused = replicaSets.filter((set) => (set.status?.replicas ?? 0) < (set.spec?.replicas ?? 0));
    yield {
      cause: '',
      since: available?.status === 'False' ? available.lastTransitionTime : null,
      facts: { desired, created: pods.length },
      explainedBy: [...pods.filter((pod) => !isReady(pod)), ...refused].map(refOf),
      evidence: [
        { path: 'spec.replicas', value: desired },
        { path: 'status.availableReplicas', value: status?.availableReplicas ?? 0 },
      ],
    };
  },
});
