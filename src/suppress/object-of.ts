import { kindOf } from '../kube/kinds.ts';
import type { Kind, KubeObject } from '../kube/object.ts';
import type { ObjectRef } from '../kube/object-ref.ts';
import type { View } from '../snapshot/view.ts';

/** The object that a reference names, where it was read. */
export function objectOf({ apiVersion, kind, namespace, name }: ObjectRef, view: View<Kind>): KubeObject | undefined {
  const info = kindOf(apiVersion, kind);
  const found = info === undefined ? undefined : view.get(info.kind, namespace, name);
  return found?.state === 'found' ? found.object : undefined;
}
