import { type Digest, digestsOf, ratePerHour } from '../events/event-digest.ts';
import type { KubeEvent, Node, Pod } from '../object.ts';
import { HOUR_MS } from '../time.ts';

interface Warned {
  age(timestamp: string | null | undefined): number;
  warnings(kind: 'Event', object: Node): readonly KubeEvent[];
}

/** The warnings about a node with one of these reasons, seen last within that time; newest first, alike ones joined. */
export function nodeWarnings(
  node: Node,
  reasons: ReadonlySet<string>,
  withinMs: number,
  view: Warned,
): readonly Digest[] {
  const events = view.warnings('Event', node).filter(({ reason }) => reasons.has(reason ?? ''));
  return events.length === 0 ? [] : digestsOf(events).filter(({ lastSeen }) => view.age(lastSeen) < withinMs);
}

interface Events {
  age(timestamp: string | null | undefined): number;
  all(kind: 'Event'): readonly KubeEvent[];
  get(
    kind: 'Pod',
    namespace: string,
    name: string,
  ): { readonly state: 'found'; readonly object: Pod } | { readonly state: 'missing' | 'unverified' };
}

/** Twice is what a repair needs: down, and up again. */
const OFTEN_PER_HOUR = 3;

/** How often a node went down or was started anew in the last hour, as the events about it and its pods tell. */
export interface Flap {
  readonly digest: Digest;
  readonly by: 'not ready' | 'rebooted';
}

/**
 * The nodes that came and went at least three times an hour, by name.
 *
 * That a node is not ready is a warning on each of its pods only; the pod that has seen most of them counts.
 */
export function flappingNodes(view: Events): ReadonlyMap<string, Flap> {
  const heard = new Map<string, { readonly node: string; readonly by: Flap['by']; readonly events: KubeEvent[] }>();
  for (const event of view.all('Event')) {
    const flap = flapIn(event, view);
    if (flap === undefined) continue;
    const key = `${flap.node}/${event.involvedObject?.kind ?? ''}/${event.involvedObject?.namespace ?? ''}/${event.involvedObject?.name ?? ''}`;
    const known = heard.get(key);
    if (known === undefined) heard.set(key, { ...flap, events: [event] });
    else known.events.push(event);
  }
  const nodes = new Map<string, Flap>();
  for (const { node, by, events } of heard.values()) {
    const [digest] = digestsOf(events.map((event) => ({ ...event, message: '' })));
    if (digest === undefined || view.age(digest.lastSeen) > HOUR_MS || ratePerHour(digest) < OFTEN_PER_HOUR) continue;
    if ((nodes.get(node)?.digest.count ?? 0) < digest.count) nodes.set(node, { digest, by });
  }
  return nodes;
}

function flapIn({ reason, type, involvedObject: about }: KubeEvent, view: Pick<Events, 'get'>) {
  if (type === 'Normal' || about?.name === undefined) return undefined;
  if (reason === 'Rebooted' && about.kind === 'Node') return { node: about.name, by: 'rebooted' as const };
  if (reason !== 'NodeNotReady' || about.kind !== 'Pod') return undefined;
  const pod = view.get('Pod', about.namespace ?? '', about.name);
  const node = pod.state === 'found' ? pod.object.spec?.nodeName : undefined;
  return node ? { node, by: 'not ready' as const } : undefined;
}
