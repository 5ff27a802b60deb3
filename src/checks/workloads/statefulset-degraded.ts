import { z } from 'zod';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { firstLack, isLasting, shortfallOf } from '../../kube/workloads/shortfall.ts';
import { desiredReplicas, isSettled, ordinalOf } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const statefulsetDegraded = defineCheck({
  id: 'statefulset-degraded',
  title: 'StatefulSet has too few ready pods',
  severity: 'high',
  level: 'rollup',
  subject: 'StatefulSet',
  reads: ['Pod'],
  consults: ['Event', 'Node'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#deployment-and-scaling-guarantees',
  facts: z.object({ desired: z.int(), ready: z.int(), first: z.string().nullable() }),
  message: ({ desired, ready, first }) =>
    `Only ${ready} of ${desired} wanted pods ${ready === 1 ? 'is' : 'are'} ready` +
    (first === null ? '' : `; ${first} is the first that is not`),
  fixes: ({ first }, { subject }) => [
    first === null
      ? { text: 'See its state and events', command: describe(subject) }
      : {
          text: 'See why the first of them is not ready',
          command: kubectl('describe', 'pod', ...inNamespaceOf(subject), first),
        },
  ],
  *find(set, view) {
    const desired = desiredReplicas(set);
    const ready = set.status?.readyReplicas ?? 0;
    if (ready === 0 || ready >= desired || !isSettled(set)) return;
    const short = shortfallOf(set, [set], view);
    if (!isLasting(short, view)) return;
    const [first] = [...short.pods].sort((left, right) => (ordinalOf(left) ?? 0) - (ordinalOf(right) ?? 0));
    yield {
      cause: '',
      facts: { desired, ready, first: first?.metadata.name ?? null },
      explainedBy: short.refs,
      evidence: [
        { path: 'spec.replicas', value: desired },
        { path: 'status.readyReplicas', value: ready },
        ...firstLack(short.pods),
      ],
    };
  },
});
