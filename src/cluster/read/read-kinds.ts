import { KINDS } from '../../kube/kinds.ts';
import type { Kind } from '../../kube/object.ts';
import { type Known, listEach, readByNamespace } from './by-namespace.ts';
import { joinNamespaces, type KindRead, whole } from './join-namespaces.ts';
import { type ListOutcome, listObjects } from './list-objects.ts';
import type { Reading } from './reading.ts';

/** Where a cluster is to be read. */
export interface Scope {
  /** Null for wherever that is allowed. */
  readonly namespaces: readonly string[] | null;
  /** The context's: the one namespace that a user without further rights may know. */
  readonly ownNamespace: string;
  /** The list of all namespaces, asked for once. */
  readonly listNamespaces: () => Promise<ListOutcome>;
}

/**
 * Lists each kind once: cluster-wide, or in the namespaces that were named.
 *
 * A kind that may not be listed cluster-wide is listed namespace by namespace. The first kind, Pod if it is asked
 * for, finds out which namespaces can be read at all; the others are listed only there.
 */
export async function readKinds(reading: Reading, kinds: readonly Kind[], scope: Scope): Promise<readonly KindRead[]> {
  const probe = kinds.includes('Pod') ? 'Pod' : kinds.find((kind) => KINDS[kind].namespaced);
  const reads = new Map<Kind, Promise<KindRead>>();
  const probed = async (kind: Kind) =>
    probe === undefined || kind === probe ? undefined : (await reads.get(probe))?.coverage;
  for (const kind of kinds) {
    const read = readKind(reading, kind, scope, probed).finally(() => reading.progress.done(kind));
    reads.set(kind, read);
  }
  return await Promise.all(reads.values());
}

async function readKind(
  reading: Reading,
  kind: Kind,
  scope: Scope,
  probed: (kind: Kind) => Promise<KindRead['coverage'] | undefined>,
): Promise<KindRead> {
  const { namespaces, listNamespaces } = scope;
  if (kind === 'Namespace') return withinScope(whole(kind, await listNamespaces()), namespaces);
  const { namespaced } = KINDS[kind];
  if (namespaced && namespaces !== null) {
    return joinNamespaces(kind, await listEach(reading, kind, namespaces), namespaces);
  }
  const outcome = await listObjects(reading, kind, null);
  if (outcome.state !== 'forbidden' || !namespaced) return whole(kind, outcome);
  return await readByNamespace(reading, kind, outcome, await knownTo(scope), await probed(kind));
}

/** The namespaces that there are, the user's own first; that one alone where he may not list them. */
async function knownTo({ ownNamespace, listNamespaces }: Scope): Promise<Known> {
  const list = await listNamespaces();
  if (list.state !== 'ok') return { names: [ownNamespace], complete: false };
  const names = list.objects.map(({ metadata }) => metadata.name);
  const own = names.filter((name) => name === ownNamespace);
  return { names: [...own, ...names.filter((name) => name !== ownNamespace)], complete: true };
}

/** Of namespaces, too, only those that were asked for. */
function withinScope({ coverage, objects }: KindRead, namespaces: readonly string[] | null): KindRead {
  if (namespaces === null) return { coverage, objects };
  return { coverage, objects: objects.filter(({ metadata }) => namespaces.includes(metadata.name)) };
}
