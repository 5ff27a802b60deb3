import { countText } from '../../base/list-text.ts';
import type { Kind, KubeObject } from '../../kube/object.ts';
import { type KindCoverage, listed, unread } from '../../snapshot/coverage.ts';
import type { ListOutcome } from './list-objects.ts';

/** What was read of one kind. */
export interface KindRead {
  readonly coverage: KindCoverage;
  readonly objects: readonly KubeObject[];
}

/** The result of one list for the whole kind. */
export function whole(kind: Kind, outcome: ListOutcome): KindRead {
  if (outcome.state === 'ok') return { coverage: listed(kind), objects: outcome.objects };
  const state = outcome.state === 'expired' ? 'failed' : outcome.state;
  return { coverage: unread(kind, state, outcome.reason), objects: [] };
}

/**
 * Joins the lists of one kind in several namespaces.
 *
 * @param reach all namespaces that the snapshot reaches; null where nobody knows which there are
 */
export function joinNamespaces(
  kind: Kind,
  outcomes: ReadonlyMap<string, ListOutcome>,
  reach: readonly string[] | null,
): KindRead {
  const objects: KubeObject[] = [];
  const read: string[] = [];
  const refusals: Exclude<ListOutcome, { state: 'ok' }>[] = [];
  for (const [namespace, outcome] of outcomes) {
    if (outcome.state === 'absent') return whole(kind, outcome);
    if (outcome.state !== 'ok') {
      refusals.push(outcome);
      continue;
    }
    read.push(namespace);
    for (const object of outcome.objects) objects.push(object);
  }
  const worst = refusals.find(({ state }) => state !== 'forbidden') ?? refusals[0];
  if (read.length === 0) return whole(kind, worst ?? { state: 'forbidden', reason: 'no namespace can be read' });
  return { coverage: partly(kind, read.sort(), reach, worst?.reason ?? null), objects };
}

/** Names the exceptions, or the rule where that is shorter. */
function partly(
  kind: Kind,
  read: readonly string[],
  reach: readonly string[] | null,
  reason: string | null,
): KindCoverage {
  if (reach === null) return { ...listed(kind), only: read, reason: reason ?? 'no other namespace is known' };
  const readable = new Set(read);
  const except = reach.filter((name) => !readable.has(name)).sort();
  if (except.length === 0) return listed(kind);
  const why = reason ?? `no right to ${countText(except.length, 'namespace')}`;
  return except.length <= read.length
    ? { ...listed(kind), except, reason: why }
    : { ...listed(kind), only: read, reason: why };
}
