import type { KubeObject, ObjectOf } from '../../../kube/object.ts';
import type { ProtectedFacts } from '../live-facts.ts';
import { type Gathering, type Shared, touchedObjects, Unreadable } from './gathering.ts';
import { ownersOf } from './owner-chain.ts';

/** What the target and every written object inherit protection from. @throws Unreadable */
export async function gatherProtected(gathering: Gathering): Promise<ProtectedFacts> {
  const { installation, shared } = gathering;
  const subjects = await Promise.all(
    touchedObjects(gathering).map(async (object) => ({
      object,
      owners: await ownersOf(object, shared),
      namespace: await namespaceOf(object, shared),
    })),
  );
  return { subjects, installation };
}

async function namespaceOf({ metadata }: KubeObject, shared: Shared): Promise<ObjectOf<'Namespace'> | null> {
  if (metadata.namespace === undefined) return null;
  const read = await shared.namespace(metadata.namespace);
  if (read.state === 'unreadable')
    throw new Unreadable(`Namespace ${metadata.namespace} cannot be read: ${read.reason}`);
  return read.state === 'found' ? read.object : null;
}
