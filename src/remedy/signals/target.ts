import type { Kind, KubeObject, ObjectOf, Pod } from '../../kube/object.ts';
import { type ObjectRef, refKey, refOf } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import type { View } from '../../snapshot/view.ts';

/** An object that a policy is for, with the pods that belong to it. */
export interface TargetObject {
  readonly ref: ObjectRef;
  readonly object: KubeObject;
  /** Its own pods; of a Node those that are placed on it; of a Pod itself. */
  readonly pods: readonly Pod[];
}

/** Gathers what belongs to a target. */
export function targetOf(object: KubeObject, view: View<Kind>): TargetObject {
  return { ref: refOf(object), object, pods: podsOf(object, view) };
}

function podsOf(object: KubeObject, view: View<Kind>): readonly Pod[] {
  if (isPod(object)) return [object];
  if (object.kind === 'Node') return view.podsOn('Pod', object.metadata.name);
  return view.shared(podsByOwner).get(refKey(refOf(object))) ?? [];
}

/** Pods under their direct controller and under the one at the top. */
function podsByOwner(view: View<Kind>): ReadonlyMap<string, readonly Pod[]> {
  const owned = new Map<string, Pod[]>();
  for (const pod of view.all('Pod')) {
    const controller = controllerOf(pod);
    if (controller === undefined) continue;
    const namespace = pod.metadata.namespace ?? null;
    const direct = refKey({
      apiVersion: controller.apiVersion,
      kind: controller.kind,
      namespace,
      name: controller.name,
    });
    for (const key of new Set([direct, refKey(view.topOwner(pod))])) {
      const list = owned.get(key);
      if (list === undefined) owned.set(key, [pod]);
      else list.push(pod);
    }
  }
  return owned;
}

function isPod(object: KubeObject): object is ObjectOf<'Pod'> {
  return object.kind === 'Pod';
}
