import type { KubeObject, Pod } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isReady, isTerminating } from '../../kube/pods.ts';
import { SECOND_MS, timeMs } from '../../kube/time.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import type { Progress, Verifying } from '../action.ts';
import { isGone } from '../objects/live-state.ts';
import { readController } from './controller.ts';

/** How far the clocks of this machine and of the API server may be apart. */
const SKEW_MS = 30 * SECOND_MS;

/** Whether a pod that was deleted or evicted is gone, and another one of its controller is ready in its place. */
export async function replaced({ target, written, reader, writtenAt }: Verifying<unknown>): Promise<Progress> {
  if (!isOf(target, 'Pod')) return { state: 'failed', reason: `${refText(refOf(target))} is no pod` };
  const gone = await isGone(reader, target);
  if (gone.state !== 'done') return gone;
  const controller = await readController(target, reader);
  const owner = controllerOf(target);
  if (owner === undefined || controller?.state === 'missing') {
    return { state: 'failed', reason: `the controller of ${refText(refOf(target))} is gone` };
  }
  const pods = await reader.list('Pod', target.metadata.namespace ?? null);
  if (pods.state === 'unreadable') return { state: 'waiting', reason: `pods could not be read: ${pods.reason}` };
  const since = deletedMs(written[0] ?? null) ?? writtenAt.getTime() - SKEW_MS;
  const standIns = pods.objects.filter((pod) => {
    return controllerOf(pod)?.uid === owner.uid && (timeMs(pod.metadata.creationTimestamp) ?? 0) >= since;
  });
  const good = standIns.find((pod) => !isTerminating(pod) && (isReady(pod) || pod.status?.phase === 'Succeeded'));
  if (good !== undefined) return { state: 'done', reason: `${refText(refOf(good))} is ready in its place` };
  const first = standIns[0];
  const stands = first === undefined ? 'there is no new pod yet' : `${refText(refOf(first))} is not ready yet`;
  return { state: 'waiting', reason: `${refText(refOf(target))} is gone; ${stands}` };
}

/** When the server took the request, by its own clock, which also stamps the new pods: whole seconds. */
function deletedMs(returned: KubeObject | null): number | undefined {
  const endMs = timeMs(returned?.metadata.deletionTimestamp);
  return endMs === undefined
    ? undefined
    : endMs - (returned?.metadata.deletionGracePeriodSeconds ?? 0) * SECOND_MS - SECOND_MS;
}

/** True for a pod that this controller's other pods do not stand in for: it alone is ready. */
export function isLastReady(pod: Pod, pods: readonly Pod[]): boolean {
  const uid = controllerOf(pod)?.uid;
  const others = pods.filter((other) => other.metadata.uid !== pod.metadata.uid && controllerOf(other)?.uid === uid);
  return isReady(pod) && !others.some((other) => isReady(other) && !isTerminating(other));
}
