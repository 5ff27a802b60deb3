import { z } from 'zod';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { describe, inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { firstLack, shortfallOf } from '../../kube/workloads/shortfall.ts';
import {
  desiredReplicas,
  isRollingOut,
  isSettled,
  newestReplicaSet,
  progressDeadlineSeconds,
} from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

/** For Deployments that set themselves no deadline: the default one. */
const OWN_DEADLINE_MS = 10 * MINUTE_MS;

export const deploymentRolloutStalled = defineCheck({
  id: 'deployment-rollout-stalled',
  title: 'Rollout makes no progress',
  severity: 'high',
  level: 'rollup',
  subject: 'Deployment',
  reads: ['Pod', 'ReplicaSet'],
  consults: ['Node'],
  explains: ['deployment-degraded'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment',
  facts: z.object({
    desired: z.int(),
    ready: z.int(),
    old: z.int(),
    deadlineSeconds: z.int(),
    replicaSet: z.string().nullable(),
    revisions: z.int(),
  }),
  message: ({ desired, ready, old, deadlineSeconds, replicaSet }) =>
    `The rollout${replicaSet === null ? '' : ` to ReplicaSet ${replicaSet}`} made no progress for ${deadlineSeconds} seconds: ` +
    (desired === 1 && ready === 0
      ? 'the new pod is not available'
      : `${ready} of ${desired} new pods ${ready === 1 ? 'is' : 'are'} available`) +
    (old > 0 ? `, ${old} old one${old === 1 ? ' serves' : 's serve'} on` : ''),
  fixes: ({ revisions }, { subject }) => [
    { text: 'See its conditions and events', command: describe(subject) },
    ...(revisions > 1
      ? [
          {
            text: 'Go back to the template before, if the new one cannot be repaired soon',
            command: kubectl('rollout', 'undo', ...inNamespaceOf(subject), target(subject)),
          },
        ]
      : []),
  ],
  *find(deployment, view) {
    const { spec, status } = deployment;
    const desired = desiredReplicas(deployment);
    if (desired === 0 || spec?.paused === true || !isSettled(deployment)) return;
    const deadlineSeconds = progressDeadlineSeconds(deployment);
    const progressing = conditionOf(deployment, 'Progressing');
    const timedOut = progressing?.status === 'False' && progressing.reason === 'ProgressDeadlineExceeded';
    if (!timedOut && (deadlineSeconds !== null || !isRollingOut(deployment))) return;
    const sets = view.controlledBy('ReplicaSet', deployment);
    const newest = newestReplicaSet(sets);
    if (!timedOut) {
      const moves =
        newest === undefined
          ? []
          : view.controlledBy('Pod', newest).map((pod) => conditionOf(pod, 'Ready')?.lastTransitionTime);
      const times = [newest?.metadata.creationTimestamp, ...moves];
      if (newest === undefined || times.some((time) => view.age(time) < OWN_DEADLINE_MS)) return;
    }
    const ready = newest?.status?.availableReplicas ?? 0;
    // It has just finished, and the condition is a moment behind.
    if (ready >= desired && (status?.replicas ?? 0) <= desired) return;
    const short = shortfallOf(deployment, sets, view);
    yield {
      cause: '',
      since: timedOut ? progressing.lastTransitionTime : null,
      facts: {
        desired,
        ready,
        old: Math.max(0, (status?.availableReplicas ?? 0) - ready),
        deadlineSeconds: deadlineSeconds ?? OWN_DEADLINE_MS / 1000,
        replicaSet: newest?.metadata.name ?? null,
        revisions: sets.length,
      },
      explainedBy: short.refs.length > 0 ? short.refs : shortfallOf(deployment, sets, view, 0).refs,
      evidence: [
        { path: `${conditionPath('Progressing')}.reason`, value: progressing?.reason },
        { path: 'spec.replicas', value: desired },
        { path: 'status.updatedReplicas', value: status?.updatedReplicas ?? 0 },
        { path: 'status.availableReplicas', value: status?.availableReplicas ?? 0 },
        ...firstLack(short.pods),
      ],
    };
  },
});
