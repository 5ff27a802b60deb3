import { isStateTaint } from '../nodes/node-states.ts';
import type { Fit } from './node-fit.ts';
import type { Clause, SchedulerMessage } from './scheduler-message.ts';

/** What keeps a pod from being placed: one thing for each pod, though the scheduler may name several. */
export type Obstacle =
  | 'selector'
  | 'taint'
  | 'size'
  | 'state'
  | 'room'
  | 'ports'
  | 'volume'
  /** A volume of the pod can be reached from some nodes only. */
  | 'volume-node'
  /** The nodes have as many volumes attached as they may. */
  | 'volume-limit'
  | 'claims-unbound'
  | 'claim-missing'
  | 'spread'
  | 'affinity'
  | 'anti-affinity'
  /** A reason that is not known here, such as a plugin's of somebody's own scheduler. */
  | 'other';

/** Obstacles that the message alone can tell, from the last filter of the scheduler to the first: the last one is nearest. */
const LAST_FILTER_FIRST = [
  'anti-affinity',
  'affinity',
  'spread',
  'claims-unbound',
  'volume-node',
  'volume-limit',
  'volume',
  'room',
  'ports',
] as const;

/** The one obstacle that the others stand behind. */
export function obstacleOf(message: SchedulerMessage, fit: Fit | null): Obstacle | undefined {
  const kinds = new Set(message.clauses.map(({ kind }) => (kind === 'resource' ? 'room' : kind)));
  // The scheduler stops before it looks at any node.
  if (kinds.has('claim-missing')) return 'claim-missing';
  if (kinds.has('claims-unbound') && message.clauses.length === 1) return 'claims-unbound';
  if (fit !== null && fit.stage !== 'none') return fit.stage;
  const last = LAST_FILTER_FIRST.find((kind) => kinds.has(kind));
  if (last === 'room' && message.hopeless && fit === null) return 'size';
  // Where a node would do by all that can be seen of it, only what cannot be seen there is left.
  if (last !== undefined || fit !== null) return last;
  if (message.total === 0) return 'room';
  if (kinds.has('selector')) return 'selector';
  return kinds.has('cordoned') || kinds.has('taint') ? stateOrTaint(message.clauses) : undefined;
}

/** Where only taints are left and nodes cannot be read: a control plane's own taint is none that anybody should tolerate. */
function stateOrTaint(clauses: readonly Clause[]): Obstacle {
  const named = clauses.filter(
    ({ kind, name }) => kind === 'taint' && !/^node-role\.kubernetes\.io\//.test(name ?? ''),
  );
  const state = clauses.some(
    ({ kind, name }) => kind === 'cordoned' || isStateTaint({ key: name?.split('=')[0] ?? '' }),
  );
  const operator = named.some(({ name }) => name !== null && !isStateTaint({ key: name.split('=')[0] ?? '' }));
  return state && !operator ? 'state' : 'taint';
}
