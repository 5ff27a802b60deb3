import type { Pod } from '../object.ts';
import { allocatableOf, type FleetNode, freeOf } from '../scheduling/fleet.ts';
import { nodeAlternativesOf } from '../scheduling/node-affinity.ts';
import { placementAmong } from '../scheduling/node-fit.ts';
import { requestsOf } from '../scheduling/pod-requests.ts';

/**
 * How many more pods like this one the nodes have room for; undefined where not all nodes and pods were read.
 *
 * By requests, selectors, affinity to nodes and taints: what pods ask of each other is left out.
 */
export function roomFor(pod: Pod, nodes: readonly FleetNode[]): number | undefined {
  if (nodes.length === 0 || nodes.some(({ requested, allocatable }) => requested === null || allocatable === null))
    return undefined;
  const { open } = placementAmong(nodes, {
    alternatives: nodeAlternativesOf(pod),
    tolerations: pod.spec?.tolerations ?? [],
  });
  const requests = [...requestsOf(pod)].filter(([, amount]) => amount > 0);
  return open.reduce((sum, { node, impaired }) => sum + (impaired ? 0 : fitting(node, requests)), 0);
}

function fitting(node: FleetNode, requests: readonly (readonly [string, number])[]): number {
  const counts = requests.map(([resource, amount]) =>
    Number.isFinite(allocatableOf(node, resource)) ? Math.floor(freeOf(node, resource) / amount) : Infinity,
  );
  return Math.max(0, Math.min(...counts));
}
