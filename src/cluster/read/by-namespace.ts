import { mapBounded } from '../../base/map-bounded.ts';
import type { Kind } from '../../kube/object.ts';
import type { KindCoverage } from '../../snapshot/coverage.ts';
import { joinNamespaces, type KindRead, whole } from './join-namespaces.ts';
import { type ListOutcome, listObjects } from './list-objects.ts';
import type { Reading } from './reading.ts';

/** Namespaces of one kind at a time; the connection bounds the requests of all kinds together. */
const AT_A_TIME = 8;

/** Who may read all pods but not this kind cluster-wide, seldom may in a single namespace: so many are tried. */
const TRIALS = 10;

/** The namespaces of a cluster, as far as the user may know them. */
export interface Known {
  readonly names: readonly string[];
  /** False where these are only the ones that the user has named, and there may be others. */
  readonly complete: boolean;
}

/** Lists a kind in each of these namespaces. */
export async function listEach(
  reading: Reading,
  kind: Kind,
  names: readonly string[],
): Promise<Map<string, ListOutcome>> {
  const outcomes = await mapBounded(
    names,
    AT_A_TIME,
    async (name) => [name, await listObjects(reading, kind, name)] as const,
  );
  return new Map(outcomes);
}

/**
 * Lists a kind that may not be listed cluster-wide wherever it may be.
 *
 * @param refusal what the server said to the cluster-wide list
 * @param probed how another kind was read, which tells where anything can be; undefined for the first kind
 */
export async function readByNamespace(
  reading: Reading,
  kind: Kind,
  refusal: ListOutcome,
  known: Known,
  probed: KindCoverage | undefined,
): Promise<KindRead> {
  const outcomes =
    probed === undefined || isPartly(probed) || probed.state === 'forbidden'
      ? await listEach(reading, kind, worthAsking(known.names, probed))
      : await listTentatively(reading, kind, known.names);
  if (allForbidden(outcomes)) return whole(kind, refusal);
  return joinNamespaces(kind, outcomes, known.complete ? known.names : null);
}

async function listTentatively(
  reading: Reading,
  kind: Kind,
  names: readonly string[],
): Promise<ReadonlyMap<string, ListOutcome>> {
  const trials = await listEach(reading, kind, names.slice(0, TRIALS));
  return allForbidden(trials) ? trials : new Map([...trials, ...(await listEach(reading, kind, names.slice(TRIALS)))]);
}

/** All of them for the first kind; where that was read for the next; the first, the user's own, where it was nowhere. */
function worthAsking(names: readonly string[], probed: KindCoverage | undefined): readonly string[] {
  if (probed === undefined) return names;
  if (probed.state === 'forbidden') return names.slice(0, 1);
  return names.filter((name) => !probed.except.includes(name) && (probed.only?.includes(name) ?? true));
}

function isPartly({ state, except, only }: KindCoverage): boolean {
  return state === 'listed' && (except.length > 0 || only !== null);
}

function allForbidden(outcomes: ReadonlyMap<string, ListOutcome>): boolean {
  return [...outcomes.values()].every(({ state }) => state === 'forbidden');
}
