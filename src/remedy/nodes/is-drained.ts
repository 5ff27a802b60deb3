import { listText } from '../../base/list-text.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isTerminating, isUnscheduled } from '../../kube/pods.ts';
import { HOUR_MS, timeMs } from '../../kube/time.ts';
import type { Progress } from '../action.ts';
import type { Reader } from '../live/reader.ts';
import { isMirror } from '../pods/controller.ts';
import { drainable } from './drainable.ts';

/** How long the evictions before the last one may have taken: pods that came before are not in place of these. */
const LONGEST_DRAIN_MS = HOUR_MS;

/** Whether a node has no pod left to evict, and every pod that came meanwhile has found a node. */
export async function isDrained(reader: Reader, node: KubeObject, writtenAt: Date): Promise<Progress> {
  const what = refText(refOf(node));
  const live = await reader.get('Node', null, node.metadata.name);
  if (live.state === 'missing') return { state: 'failed', reason: `${what} is gone` };
  if (live.state === 'found' && live.object.spec?.unschedulable !== true) {
    return { state: 'failed', reason: `${what} is no longer cordoned: somebody changed it back` };
  }
  const pods = await reader.list('Pod', null);
  if (pods.state === 'unreadable') return { state: 'waiting', reason: `pods could not be read: ${pods.reason}` };
  const { evicted } = drainable(node.metadata.name, pods.objects);
  const leaving = pods.objects.filter((pod) => {
    return pod.spec?.nodeName === node.metadata.name && isTerminating(pod) && !isMirror(pod);
  });
  if (evicted.length + leaving.length > 0) {
    return { state: 'waiting', reason: `still on ${what}: ${namesOf([...evicted, ...leaving])}` };
  }
  const sinceMs = writtenAt.getTime() - LONGEST_DRAIN_MS;
  const homeless = pods.objects.filter((pod) => {
    const isNew = (timeMs(pod.metadata.creationTimestamp) ?? 0) >= sinceMs;
    return isNew && isUnscheduled(pod) && !isTerminating(pod) && controllerOf(pod) !== undefined;
  });
  if (homeless.length > 0) return { state: 'waiting', reason: `without a node so far: ${namesOf(homeless)}` };
  return { state: 'done', reason: `no pod is left to evict on ${what}` };
}

function namesOf(pods: readonly KubeObject[]): string {
  return listText(pods.map((pod) => refText(refOf(pod))));
}
