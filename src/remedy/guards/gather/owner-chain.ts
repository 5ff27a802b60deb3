import { kindOf } from '../../../kube/kinds.ts';
import type { KubeObject } from '../../../kube/object.ts';
import { type ObjectRef, refText } from '../../../kube/object-ref.ts';
import { type Shared, Unreadable } from './gathering.ts';

/** Deeper than any chain that is not a circle. */
const DEEPEST = 8;

/**
 * Everything that owns an object, directly or not, nearest first. An owner that is gone, or whose name another object
 * has now, owns nothing.
 *
 * @throws Unreadable where one of them cannot be read
 */
export async function ownersOf(object: KubeObject, shared: Shared, depth = DEEPEST): Promise<readonly KubeObject[]> {
  const references = object.metadata.ownerReferences ?? [];
  if (references.length > 0 && depth === 0) throw new Unreadable(`the owners of ${object.metadata.name} have no end`);
  const direct = await Promise.all(
    references.map(async ({ apiVersion = '', kind = '', name = '', uid }) => {
      const namespaced = kindOf(apiVersion, kind)?.namespaced ?? true;
      const ref: ObjectRef = {
        apiVersion,
        kind,
        namespace: namespaced ? (object.metadata.namespace ?? null) : null,
        name,
      };
      const read = await shared.object(ref);
      if (read.state === 'unreadable') throw new Unreadable(`the owner ${refText(ref)} cannot be read: ${read.reason}`);
      return read.state === 'found' && (uid === undefined || read.object.metadata.uid === uid) ? [read.object] : [];
    }),
  );
  const owners = direct.flat();
  const further = await Promise.all(owners.map((owner) => ownersOf(owner, shared, depth - 1)));
  return [...owners, ...further.flat()];
}
