import { z } from 'zod';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { isDone, isReady, isTerminating } from '../../kube/pods.ts';
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
  facts: z.object({
    desired: z.int(),
    existing: z.int(),
    /** The old pod that has to be gone first, where the strategy is Recreate, and until when it may take. */
    waitsFor: z.object({ pod: z.string(), until: z.string() }).nullable(),
  }),
  message: ({ desired, existing, waitsFor }) =>
    noneText(desired, existing, 'available') +
    (waitsFor === null
      ? ''
      : `: strategy Recreate waits until the old pod ${waitsFor.pod} is gone, which has until ${waitsFor.until} to end`),
  fixes: ({ waitsFor }, { subject }) => [
    ...(waitsFor === null
      ? []
      : [
          {
            text: 'See what its end takes: a preStop hook, terminationGracePeriodSeconds',
            command: kubectl('get', 'pod', waitsFor.pod, ...inNamespaceOf(subject), '-o', 'yaml'),
          },
          {
            text: 'Or end it now, if what it still does may be lost',
            command: kubectl('delete', 'pod', waitsFor.pod, ...inNamespaceOf(subject), '--grace-period=1'),
          },
        ]),
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
    const leaving =
      deployment.spec?.strategy?.type === 'Recreate' && short.active.length === 0
        ? sets.flatMap((set) => view.controlledBy('Pod', set)).find((pod) => isTerminating(pod) && !isDone(pod))
        : undefined;
    yield {
      cause: '',
      since,
      facts: {
        desired,
        existing: short.active.length,
        waitsFor:
          leaving === undefined
            ? null
            : { pod: leaving.metadata.name, until: leaving.metadata.deletionTimestamp ?? '' },
      },
      explainedBy: short.refs,
      evidence: [
        { path: 'spec.replicas', value: desired },
        { path: 'status.availableReplicas', value: deployment.status?.availableReplicas ?? 0 },
        { path: `${conditionPath('Available')}.status`, value: available?.status },
        ...firstLack(short.pods),
        ...(leaving === undefined
          ? []
          : [{ object: leaving, path: 'metadata.deletionTimestamp', value: leaving.metadata.deletionTimestamp }]),
      ],
    };
  },
});
