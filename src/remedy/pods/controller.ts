import { isOver } from '../../kube/jobs/jobs.ts';
import type { KubeObject, Pod } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isDone, isTerminating } from '../../kube/pods.ts';
import { desiredReplicas, isOf } from '../../kube/workloads/workloads.ts';
import type { Refusal } from '../action.ts';
import type { Read, Reader } from '../live/reader.ts';
import { refuseIf, refuseUnread } from '../objects/judged.ts';

/** Controllers that make a new pod in place of one that goes. */
const REPLACING: ReadonlySet<string> = new Set([
  'DaemonSet',
  'Job',
  'ReplicaSet',
  'ReplicationController',
  'StatefulSet',
]);

/** Reads the controller that a pod names; null for a pod without one. */
export async function readController(pod: Pod, reader: Reader): Promise<Read<KubeObject> | null> {
  const controller = controllerOf(pod);
  if (controller === undefined) return null;
  const { apiVersion, kind, name } = controller;
  return reader.getAny({ apiVersion, kind, namespace: pod.metadata.namespace ?? null, name });
}

/** True for the copy that a kubelet makes of a static pod: deleting it changes nothing on the node. */
export function isMirror(pod: Pod): boolean {
  return pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;
}

/** Why nothing would stand in for a pod that goes. */
export function replacementRefusals(pod: Pod, controller: Read<KubeObject> | null): readonly (Refusal | null)[] {
  const what = refText(refOf(pod));
  return [
    refuseIf(isMirror(pod), 'mirror-pod', `${what} mirrors a static pod`, 'change its manifest on the node'),
    refuseIf(isTerminating(pod), 'pod-terminating', `${what} is being deleted already`),
    refuseIf(isDone(pod), 'pod-finished', `${what} has ended`, 'object.delete removes pods that have ended'),
    ...(isMirror(pod) ? [] : controllerRefusals(pod, controller)),
  ];
}

function controllerRefusals(pod: Pod, controller: Read<KubeObject> | null): readonly (Refusal | null)[] {
  const what = refText(refOf(pod));
  const named = controllerOf(pod);
  if (controller === null || named === undefined) {
    return [refuseIf(true, 'naked-pod', `${what} has no controller that would make it again`)];
  }
  const owner = `${named.kind} ${named.name}`;
  if (controller.state === 'unreadable') return [refuseUnread(`${owner}, the controller of ${what},`, controller)];
  if (controller.state === 'missing' || controller.object.metadata.uid !== named.uid) {
    return [refuseIf(true, 'controller-gone', `${owner}, the controller of ${what}, does not exist any more`)];
  }
  const { object } = controller;
  return [
    refuseIf(
      !REPLACING.has(object.kind),
      'controller-unknown',
      `${what} belongs to ${owner}, and nobody here knows whether that makes a new pod`,
    ),
    refuseIf(object.metadata.deletionTimestamp !== undefined, 'controller-deleted', `${owner} is being deleted`),
    refuseIf(
      (isOf(object, 'ReplicaSet') || isOf(object, 'StatefulSet')) && desiredReplicas(object) === 0,
      'controller-wants-none',
      `${owner} wants no pods`,
    ),
    refuseIf(isOf(object, 'Job') && isOver(object), 'controller-finished', `${owner} has ended and makes no pod again`),
  ];
}
