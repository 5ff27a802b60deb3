import { listText } from '../../base/list-text.ts';
import { type Amounts, amountText } from '../amounts.ts';
import { allocatableOf, type FleetNode, freeOf, tooBigFor, tooFullFor } from './fleet.ts';

/** A resource that a pod wants more of than any node has, as text with units. */
export interface Shortage {
  resource: string;
  wanted: string;
  /** The most that a node has, left or at all. */
  most: string;
  /** What that node can give out. */
  of: string;
  node: string;
}

export interface Shortages {
  readonly short: Shortage[];
  /** True where each of the resources is there on some node, but never all on one. */
  readonly together: boolean;
}

/** What the nodes have too little left of. */
export function shortOfRoom(nodes: readonly FleetNode[], requests: Amounts): Shortages {
  return shortages(nodes, requests, (node) => tooFullFor(node, requests), freeOf);
}

/** What the nodes are too small for. */
export function shortOfSize(nodes: readonly FleetNode[], requests: Amounts): Shortages {
  return shortages(nodes, requests, (node) => tooBigFor(node, requests), allocatableOf);
}

/** `6 cpu and 8Gi memory`. */
export function wantedText(short: readonly Shortage[]): string {
  return listText(short.map(({ resource, wanted }) => `${wanted} ${resource}`));
}

/** Names the nodes that come into question, as the subject of a denial. */
export function noNodeText(usable: number, total: number): string {
  if (usable === total) return 'No node';
  return usable === 1 ? 'Not even the one node that it may use' : `None of the ${usable} nodes that it may use`;
}

/** Where the nodes say what they can give, for evidence. */
export function offersOf(short: readonly Shortage[], nodes: readonly FleetNode[]) {
  return short.flatMap(({ resource, node }) => {
    const object = nodes.find(({ name }) => name === node)?.node;
    return object === undefined
      ? []
      : [{ object, path: `status.allocatable.${resource}`, value: object.status?.allocatable?.[resource] }];
  });
}

/** Names, for each resource that keeps the pod off every node, the node that has most; where none does alone, for all. */
function shortages(
  nodes: readonly FleetNode[],
  requests: Amounts,
  lackingOn: (node: FleetNode) => readonly string[],
  amountOn: (node: FleetNode, resource: string) => number,
): Shortages {
  const lacks = nodes.map(lackingOn);
  const somewhere = [...new Set(lacks.flat())].sort();
  const everywhere = somewhere.filter((resource) => lacks.every((resources) => resources.includes(resource)));
  const resources = everywhere.length > 0 ? everywhere : somewhere;
  const short = resources.flatMap((resource) => {
    const best = nodes.reduce((one, other) => (amountOn(other, resource) > amountOn(one, resource) ? other : one));
    return {
      resource,
      wanted: amountText(resource, requests.get(resource) ?? 0),
      most: amountText(resource, Math.max(0, amountOn(best, resource))),
      of: amountText(resource, allocatableOf(best, resource)),
      node: best.name,
    };
  });
  return { short, together: everywhere.length === 0 };
}
