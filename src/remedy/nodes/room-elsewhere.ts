import { type Amounts, addAmounts } from '../../kube/amounts.ts';
import { conditionOf } from '../../kube/conditions.ts';
import { isBeingRemoved } from '../../kube/nodes/node-states.ts';
import type { Node, Pod } from '../../kube/object.ts';
import { type FleetNode, fleetOf, tooFullFor } from '../../kube/scheduling/fleet.ts';
import { nodeAlternativesOf } from '../../kube/scheduling/node-affinity.ts';
import { placementAmong } from '../../kube/scheduling/node-fit.ts';
import { requestsOf } from '../../kube/scheduling/pod-requests.ts';

/**
 * The pods that would find no place on the other nodes, were all of these moved: by requests, selectors, affinity to
 * nodes and taints. The largest are placed first, each where it fits first, so a pod named here may still fit by luck.
 */
export function withoutRoom(
  moved: readonly Pod[],
  { from, nodes, pods }: { readonly from: string; readonly nodes: readonly Node[]; readonly pods: readonly Pod[] },
): readonly Pod[] {
  const others = nodes.filter((node) => node.metadata.name !== from && isInOrder(node));
  const fleet = fleetWith(others, pods);
  const taken = new Map(fleet.map(({ name, requested }) => [name, new Map(requested)]));
  const bySize = moved
    .map((pod) => ({ pod, requests: requestsOf(pod) }))
    .sort((a, b) => weight(b.requests) - weight(a.requests));
  const homeless: Pod[] = [];
  for (const { pod, requests } of bySize) {
    const now = fleet.map((node): FleetNode => ({ ...node, requested: taken.get(node.name) ?? new Map() }));
    const { open } = placementAmong(now, {
      alternatives: nodeAlternativesOf(pod),
      tolerations: pod.spec?.tolerations ?? [],
    });
    const home = open.find(({ node, impaired }) => !impaired && tooFullFor(node, requests).length === 0);
    const sum = home === undefined ? undefined : taken.get(home.node.name);
    if (sum === undefined) homeless.push(pod);
    else addAmounts(sum, requests);
  }
  return homeless;
}

function isInOrder(node: Node): boolean {
  return conditionOf(node, 'Ready')?.status === 'True' && !isBeingRemoved(node);
}

function fleetWith(nodes: readonly Node[], pods: readonly Pod[]): readonly FleetNode[] {
  function all(kind: 'Node'): readonly Node[];
  function all(kind: 'Pod'): readonly Pod[];
  function all(kind: 'Node' | 'Pod'): readonly (Node | Pod)[] {
    return kind === 'Node' ? nodes : pods;
  }
  return fleetOf({ all, covers: () => true });
}

/** Cores and GiB weigh alike. */
function weight(requests: Amounts): number {
  return (requests.get('cpu') ?? 0) / 1000 + (requests.get('memory') ?? 0) / 2 ** 30;
}
