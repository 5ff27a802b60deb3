import type { Amounts } from './amounts.ts';
import { type FleetNode, tooBigFor, tooFullFor } from './fleet.ts';
import { type NodeAlternatives, satisfies } from './node-affinity.ts';
import { isStateTaint, taintsOf } from './node-states.ts';
import type { Toleration } from './object.ts';
import { untolerated } from './tolerations.ts';

/** What a pod asks of a node, as far as nodes and requests can tell. */
export interface Need {
  readonly alternatives: NodeAlternatives;
  readonly tolerations: readonly Toleration[];
  readonly requests: Amounts;
}

/**
 * From farthest off to nearest. What the pod's own template rules out comes first, then the size, then what passes by
 * itself: a control-plane taint beside a full worker is a matter of room, a selector that only a cordoned node
 * satisfies one of that node's state.
 */
const STAGES = ['selector', 'taint', 'size', 'state', 'room', 'none'] as const;

/** How far the nodes come that come farthest. */
export interface Fit {
  /** What stops them, in the order of `STAGES`; `none` where nothing that can be seen in the nodes does. */
  readonly stage: (typeof STAGES)[number];
  /** The nodes that come that far. */
  readonly nodes: readonly FleetNode[];
  /** Nodes that would have room, were they in a better state. */
  readonly relief: readonly FleetNode[];
}

/** Goes through the nodes and keeps those that come farthest. */
export function fitAmong(nodes: readonly FleetNode[], need: Need): Fit {
  const names = namesIn(need.alternatives);
  let farthest = nodes.length === 0 ? STAGES.indexOf('room') : 0;
  let reached: FleetNode[] = [];
  const relief: FleetNode[] = [];
  for (const node of nodes) {
    if (names !== undefined && !names.has(node.name)) continue;
    const stage = STAGES.indexOf(stageOf(node, need));
    if (stage > farthest) {
      farthest = stage;
      reached = [];
    }
    if (stage === farthest) reached.push(node);
    const known = node.allocatable !== null && node.requested !== null;
    if (STAGES[stage] === 'state' && known && tooFullFor(node, need.requests).length === 0) relief.push(node);
  }
  return { stage: STAGES[farthest] ?? 'none', nodes: reached, relief };
}

/** The only nodes that can do, where every alternative names some: each pod of a DaemonSet is bound to one. */
function namesIn(alternatives: NodeAlternatives): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  for (const requirements of alternatives) {
    const named = requirements.find(({ of, expression }) => of === 'field' && expression.operator === 'In');
    if (named === undefined) return undefined;
    for (const name of named.expression.values ?? []) names.add(name);
  }
  return names;
}

function stageOf(node: FleetNode, { alternatives, tolerations, requests }: Need): Fit['stage'] {
  if (!satisfies(node.node, alternatives)) return 'selector';
  const taints = untolerated(taintsOf(node.node), tolerations);
  if (taints.some((taint) => !isStateTaint(taint))) return 'taint';
  if (tooBigFor(node, requests).length > 0) return 'size';
  if (taints.length > 0) return 'state';
  return tooFullFor(node, requests).length > 0 ? 'room' : 'none';
}
