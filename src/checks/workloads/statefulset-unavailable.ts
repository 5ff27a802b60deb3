import { z } from 'zod';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { isReady } from '../../kube/pods.ts';
import { firstLack, isLasting, PATIENCE_MS, shortfallOf } from '../../kube/workloads/shortfall.ts';
import { desiredReplicas, isSettled, noneText } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const statefulsetUnavailable = defineCheck({
  id: 'statefulset-unavailable',
  title: 'StatefulSet has no ready pod',
  severity: 'critical',
  level: 'rollup',
  subject: 'StatefulSet',
  reads: ['Pod'],
  consults: ['Event', 'Node'],
  explains: ['statefulset-ordinal-blocked', 'statefulset-rollout-stuck'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#deployment-and-scaling-guarantees',
  facts: z.object({ desired: z.int(), existing: z.int() }),
  message: ({ desired, existing }) => noneText(desired, existing, 'ready'),
  fixes: (_facts, { subject }) => [
    { text: 'See its state and events', command: describe(subject) },
    {
      text: 'See its pods and their claims',
      command: kubectl('get', 'pods,persistentvolumeclaims', ...inNamespaceOf(subject), '-o', 'wide'),
    },
  ],
  *find(set, view) {
    const desired = desiredReplicas(set);
    const ready = set.status?.readyReplicas ?? 0;
    if (desired === 0 || ready > 0 || !isSettled(set)) return;
    const short = shortfallOf(set, [set], view);
    if (short.refs.length === 0 || short.active.some(isReady)) return;
    // Where not one pod exists, only the age of the set tells a fault from a start.
    const never = short.active.length === 0 && view.age(set.metadata.creationTimestamp) >= PATIENCE_MS;
    if (!never && !isLasting(short, view)) return;
    yield {
      cause: '',
      facts: { desired, existing: short.active.length },
      explainedBy: short.refs,
      evidence: [
        { path: 'spec.replicas', value: desired },
        { path: 'status.readyReplicas', value: ready },
        ...firstLack(short.pods),
      ],
    };
  },
});
