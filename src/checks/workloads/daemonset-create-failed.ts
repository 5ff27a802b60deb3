import { z } from 'zod';
import { describe } from '../../kube/kubectl.ts';
import { missingPods, standingRefusal } from '../../kube/workloads/creation.ts';
import { withoutPrefix } from '../../kube/workloads/refusal.ts';
import { defineCheck } from '../define-check.ts';

export const daemonsetCreateFailed = defineCheck({
  id: 'daemonset-create-failed',
  title: 'Pods of a DaemonSet cannot be created',
  severity: 'high',
  // Whatever says more of the refusal than the API server's words takes this in.
  level: 'state',
  subject: 'DaemonSet',
  reads: ['Event', 'Pod'],
  source: 'https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/controller_utils.go',
  facts: z.object({ missing: z.int(), desired: z.int(), reason: z.string() }),
  message: ({ missing, desired, reason }) =>
    `The API server refuses its pods on ${missing} of ${desired} node${desired === 1 ? '' : 's'}: ${reason}`,
  fixes: (_facts, { object }) => [{ text: 'See what the API server answers', command: describe(object) }],
  *find(set, view) {
    const standing = standingRefusal(set, view);
    if (standing === undefined) return;
    yield {
      cause: '',
      since: standing.since,
      facts: {
        missing: missingPods(set),
        desired: set.status?.desiredNumberScheduled ?? 0,
        reason: withoutPrefix(standing.seen.value),
      },
      evidence: [
        standing.seen,
        { path: 'status.desiredNumberScheduled', value: set.status?.desiredNumberScheduled },
        { path: 'status.currentNumberScheduled', value: set.status?.currentNumberScheduled },
      ],
    };
  },
});
