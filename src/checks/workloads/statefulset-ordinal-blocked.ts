import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { blame, lackingPods, lackingSince, PATIENCE_MS } from '../../kube/workloads/shortfall.ts';
import { desiredReplicas, isOrdered, isSettled, ordinalOf } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const statefulsetOrdinalBlocked = defineCheck({
  id: 'statefulset-ordinal-blocked',
  title: 'A pod keeps the next ones of its StatefulSet from being created',
  severity: 'high',
  level: 'rollup',
  subject: 'StatefulSet',
  reads: ['Pod'],
  consults: ['Node'],
  explains: ['statefulset-degraded'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#deployment-and-scaling-guarantees',
  facts: z.object({ pod: z.string(), next: z.string(), missing: z.int(), desired: z.int() }),
  message: ({ pod, next, missing, desired }) =>
    `Pod ${pod} is not ready, so ${next}${missing > 1 ? ` and ${missing - 1} more` : ''} of ${desired} ` +
    `${missing > 1 ? 'are' : 'is'} not created: the pods start one after the other`,
  fixes: ({ pod }, { subject }) => [
    { text: 'See why it is not ready', command: kubectl('describe', 'pod', ...inNamespaceOf(subject), pod) },
  ],
  *find(set, view) {
    const desired = desiredReplicas(set);
    if (desired < 2 || (set.status?.readyReplicas ?? 0) >= desired || !isOrdered(set) || !isSettled(set)) return;
    const pods = view.controlledBy('Pod', set);
    const byOrdinal = new Map(pods.map((pod) => [ordinalOf(pod), pod]));
    const start = set.spec?.ordinals?.start ?? 0;
    const ordinals = Array.from({ length: desired }, (_, index) => start + index);
    const lacking = new Set(lackingPods(pods, true, view));
    const blocker = ordinals.find((ordinal) => {
      const pod = byOrdinal.get(ordinal);
      return pod === undefined || lacking.has(pod);
    });
    const pod = byOrdinal.get(blocker);
    const missing = ordinals.filter((ordinal) => ordinal > (blocker ?? ordinal) && !byOrdinal.has(ordinal));
    const [next] = missing;
    // A first gap without a pod is one that cannot be created: that is another check's.
    if (pod === undefined || next === undefined || view.age(lackingSince(pod)) < PATIENCE_MS) return;
    yield {
      cause: '',
      facts: {
        pod: pod.metadata.name,
        next: `${set.metadata.name}-${next}`,
        missing: missing.length,
        desired,
      },
      explainedBy: blame([pod], view),
      evidence: [
        { path: 'spec.replicas', value: desired },
        { path: 'status.replicas', value: set.status?.replicas },
        { path: 'status.readyReplicas', value: set.status?.readyReplicas ?? 0 },
        { path: 'spec.podManagementPolicy', value: set.spec?.podManagementPolicy ?? 'OrderedReady' },
      ],
    };
  },
});
