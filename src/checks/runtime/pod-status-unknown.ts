import { z } from 'zod';
import { containersOf } from '../../kube/containers.ts';
import { describe } from '../../kube/kubectl.ts';
import type { Pod } from '../../kube/object.ts';
import { refOf, refTo } from '../../kube/object-ref.ts';
import { isDone } from '../../kube/pods.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { unsteady } from '../../kube/suspects.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { lostNode } from '../../kube/workloads/shortfall.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 5 * MINUTE_MS;

export const podStatusUnknown = defineCheck({
  id: 'pod-status-unknown',
  title: 'Nobody knows how the pod is',
  severity: 'high',
  level: 'state',
  subject: 'Pod',
  among: unsteady,
  consults: ['Node'],
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase',
  facts: z.object({
    node: z.string().nullable(),
    /** The container that the runtime has lost; null where the node as a whole says nothing. */
    container: z.string().nullable(),
    nodeReady: z.boolean(),
  }),
  message: ({ node, container, nodeReady }) =>
    container === null
      ? `The kubelet of ${node === null ? 'its node' : `node ${node}`} does not tell any more how it is`
      : `The container runtime of ${node === null ? 'its node' : `node ${node}`} knows nothing of container ${container}` +
        (nodeReady ? ', and the kubelet does not start it again' : ', and the node is not ready'),
  fixes: ({ node }, { object }) => [
    node === null
      ? { text: 'See its conditions and events', command: describe(object) }
      : { text: 'See how the node is', command: describe(refTo('Node', null, node)) },
    {
      text: 'Once the node is surely off, or the kubelet answers: delete the pod, and its controller makes another',
      command: null,
    },
  ],
  *find(pod, view) {
    const container = unknownContainer(pod);
    const lostWhole = pod.status?.phase === 'Unknown' || pod.status?.reason === 'NodeLost';
    if (!lostWhole && container === undefined) return;
    const since = unreadySince(pod);
    if (view.age(since) < PATIENCE_MS) return;
    const lost = lostNode(pod, view);
    yield {
      cause: container ?? '',
      since,
      explainedBy: lost === undefined ? [] : [refOf(lost)],
      facts: {
        node: pod.spec?.nodeName ?? null,
        container: lostWhole ? null : (container ?? null),
        nodeReady: lost === undefined,
      },
      evidence: lostWhole
        ? [
            { path: 'status.phase', value: pod.status?.phase },
            { path: 'status.reason', value: pod.status?.reason },
          ]
        : [
            {
              path: `status.containerStatuses[name=${container}].state.terminated.reason`,
              value: 'ContainerStatusUnknown',
            },
          ],
    };
  },
});

/** A container of a pod that is meant to run, which its runtime lost and nobody starts again. */
function unknownContainer(pod: Pod): string | undefined {
  if (isDone(pod) || pod.metadata.deletionTimestamp !== undefined) return undefined;
  if (!pod.status?.containerStatuses?.some(({ state }) => state?.terminated?.reason === 'ContainerStatusUnknown')) {
    return undefined;
  }
  return containersOf(pod).find(({ status }) => status?.state?.terminated?.reason === 'ContainerStatusUnknown')?.name;
}
