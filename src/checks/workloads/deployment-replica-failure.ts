import { z } from 'zod';
import { describe } from '../../kube/kubectl.ts';
import { missingPods, standingRefusal } from '../../kube/workloads/creation.ts';
import { withoutPrefix } from '../../kube/workloads/refusal.ts';
import { desiredReplicas } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const deploymentReplicaFailure = defineCheck({
  id: 'deployment-replica-failure',
  title: 'Pods of a ReplicaSet cannot be created',
  severity: 'high',
  // Whatever says more of the refusal than the API server's words takes this in.
  level: 'state',
  // Not the Deployment: a quota or webhook that refuses the pods is found on the ReplicaSet, and takes this in.
  subject: 'ReplicaSet',
  reads: ['Pod'],
  consults: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#failed-deployment',
  facts: z.object({ missing: z.int(), desired: z.int(), reason: z.string() }),
  message: ({ missing, desired, reason }) =>
    `The API server refuses ${missing} of ${desired} pod${desired === 1 ? '' : 's'}: ${reason}`,
  fixes: (_facts, { object }) => [{ text: 'See what the API server answers', command: describe(object) }],
  *find(set, view) {
    const standing = standingRefusal(set, view);
    if (standing === undefined) return;
    yield {
      cause: '',
      since: standing.since,
      facts: {
        missing: missingPods(set),
        desired: desiredReplicas(set),
        reason: withoutPrefix(standing.seen.value),
      },
      evidence: [
        standing.seen,
        { path: 'spec.replicas', value: desiredReplicas(set) },
        { path: 'status.replicas', value: set.status?.replicas ?? 0 },
      ],
    };
  },
});
