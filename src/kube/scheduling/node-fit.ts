import type { Amounts } from '../amounts.ts';
import { isStateTaint, taintsOf } from '../nodes/node-states.ts';
import type { Taint, Toleration } from '../object.ts';
import { type FleetNode, tooBigFor, tooFullFor } from './fleet.ts';
import { type NodeAlternatives, satisfies } from './node-affinity.ts';
import { type Shortages, shortOfRoom, shortOfSize } from './shortage.ts';
import { taintText, untolerated } from './tolerations.ts';

/** What a pod asks of a node, as far as nodes and requests can tell. */
export interface Need {
  readonly alternatives: NodeAlternatives;
  readonly tolerations: readonly Toleration[];
  readonly requests: Amounts;
}

/**
 * How far the nodes come that come farthest.
 *
 * What the pod's own template rules out comes first, then the size, then what passes by itself: a control-plane taint
 * beside a full worker is a matter of room, a selector that only a cordoned node satisfies one of that node's state.
 */
export interface Fit {
  /** What stops them; `none` where nothing that can be seen in the nodes does. */
  readonly stage: 'selector' | 'taint' | 'size' | 'state' | 'room' | 'none';
  /** The nodes that come that far. */
  readonly nodes: readonly FleetNode[];
  /** Nodes that would have room, were they in a better state. */
  readonly relief: readonly FleetNode[];
  /** For `size` and `room`: what there is too little of. */
  readonly shortages: Shortages;
  /** For `taint`: the taints of choice that are in the way. */
  readonly taints: readonly TaintTally[];
}

/** A taint, on how many nodes it is, and the first of them. */
export interface TaintTally {
  readonly taint: Taint;
  readonly nodes: number;
  readonly example: string;
}

/** How the nodes stand to what a pod asks for besides resources: the same for many pods. */
export interface Placement {
  /** Nodes that it may be placed on; `impaired` are those whose state keeps pods away for now. */
  readonly open: readonly { readonly node: FleetNode; readonly impaired: boolean }[];
  /** Nodes that only a taint of an operator's choice rules out. */
  readonly tainted: readonly FleetNode[];
  readonly taints: readonly TaintTally[];
}

/** Sorts the nodes by selector, affinity and taints. */
export function placementAmong(
  nodes: readonly FleetNode[],
  { alternatives, tolerations }: Omit<Need, 'requests'>,
): Placement {
  const names = namesIn(alternatives);
  const open: { node: FleetNode; impaired: boolean }[] = [];
  const tainted: FleetNode[] = [];
  const tallies = new Map<string, TaintTally>();
  for (const node of nodes) {
    if ((names !== undefined && !names.has(node.name)) || !satisfies(node.node, alternatives)) continue;
    const taints = untolerated(taintsOf(node.node), tolerations);
    const chosen = taints.filter((taint) => !isStateTaint(taint));
    if (chosen.length === 0) open.push({ node, impaired: taints.length > 0 });
    else tainted.push(node);
    for (const taint of chosen) {
      const { nodes: count = 0, example = node.name } = tallies.get(taintText(taint)) ?? {};
      tallies.set(taintText(taint), { taint, nodes: count + 1, example });
    }
  }
  return { open, tainted, taints: [...tallies.values()] };
}

/** Finds the nodes that come farthest with these requests. */
export function fitWithin({ open, tainted, taints }: Placement, requests: Amounts): Fit {
  if (open.length === 0) return { ...fit(tainted.length === 0 ? 'selector' : 'taint', tainted), taints };
  const bigEnough = open.filter(({ node }) => tooBigFor(node, requests).length === 0);
  if (bigEnough.length === 0) {
    const nodes = nodesIn(open);
    return { ...fit('size', nodes), shortages: shortOfSize(nodes, requests) };
  }
  const inOrder = bigEnough.filter(({ impaired }) => !impaired);
  if (inOrder.length === 0) return fit('state', nodesIn(bigEnough));
  const withRoom = bigEnough.filter(({ node }) => tooFullFor(node, requests).length === 0);
  const free = withRoom.filter(({ impaired }) => !impaired);
  if (free.length > 0) return fit('none', nodesIn(free));
  const nodes = nodesIn(inOrder);
  const relief = nodesIn(withRoom).filter(({ allocatable, requested }) => allocatable !== null && requested !== null);
  return { ...fit('room', nodes), relief, shortages: shortOfRoom(nodes, requests) };
}

/** The fit where there is no node at all: room is what is missing. */
export const NO_NODES: Fit = fit('room', []);

function fit(stage: Fit['stage'], nodes: readonly FleetNode[]): Fit {
  return { stage, nodes, relief: [], shortages: { short: [], together: false }, taints: [] };
}

function nodesIn(candidates: Placement['open']): readonly FleetNode[] {
  return candidates.map(({ node }) => node);
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
