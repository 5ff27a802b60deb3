import type { KubeObject, ObjectOf, Pod } from '../object.ts';
import { type ObjectRef, refKey } from '../object-ref.ts';
import { controllerOf } from '../owners.ts';
import { isRollingOut } from '../workloads/workloads.ts';

interface View {
  topOwner(object: KubeObject): ObjectRef;
  get(
    kind: 'Deployment',
    namespace: string | null,
    name: string,
  ): { readonly state: string; readonly object?: ObjectOf<'Deployment'> };
}

/**
 * True while a pod of a rollout is kept off the nodes by pods that the same rollout replaces: they go one after the
 * other, and then there is room.
 *
 * @param inTheWay the pods that keep it off the nodes
 */
export function isWaitingForRollout(pod: Pod, inTheWay: readonly Pod[], view: View): boolean {
  const owner = view.topOwner(pod);
  if (owner.kind !== 'Deployment') return false;
  const deployment = view.get('Deployment', owner.namespace, owner.name).object;
  if (deployment === undefined || !isRollingOut(deployment)) return false;
  return inTheWay.some((other) => {
    return controllerOf(other)?.uid !== controllerOf(pod)?.uid && refKey(view.topOwner(other)) === refKey(owner);
  });
}
