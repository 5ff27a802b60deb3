import { refOf } from '../../../kube/object-ref.ts';
import type { TargetFacts } from '../live-facts.ts';
import { type Gathering, namespacesOf, touchedObjects } from './gathering.ts';

/** Reads the target and all namespaces anew. */
export async function gatherTarget(gathering: Gathering): Promise<TargetFacts> {
  const { plannedUid, reader, shared } = gathering;
  const ref = refOf(gathering.target);
  const names = namespacesOf(touchedObjects(gathering));
  const [live, ...namespaces] = await Promise.all([
    reader.getAny(ref),
    ...names.map(async (name) => ({ name, live: await shared.namespace(name) })),
  ]);
  return { ref, plannedUid, live, namespaces };
}
