import { compareText } from '../../base/collate.ts';
import { type Amounts, addAmounts, amountsOf } from '../amounts.ts';
import type { Node, Pod } from '../object.ts';
import { isDone } from '../pods.ts';
import { requestsOf } from './pod-requests.ts';

/** A node with what it has to give and what is given away. */
export interface FleetNode {
  readonly node: Node;
  readonly name: string;
  /** Null until its kubelet has said so. */
  readonly allocatable: Amounts | null;
  /** What the pods on it request; null where not all pods could be read. */
  readonly requested: Amounts | null;
}

interface NodesAndPods {
  all(kind: 'Node'): readonly Node[];
  all(kind: 'Pod'): readonly Pod[];
  covers(kind: 'Pod', namespace: string | null): boolean;
}

/** All nodes by name, with the requests of the pods on them. As the scheduler, counts pods that are being deleted, not ended ones. */
export function fleetOf(view: NodesAndPods): readonly FleetNode[] {
  // A snapshot of some namespaces does not cover the one without a name; what pods of the others take, it cannot tell.
  const complete = view.covers('Pod', null) && view.covers('Pod', '');
  const requested = complete ? requestedByNode(view.all('Pod')) : null;
  const fleet = view.all('Node').map((node): FleetNode => {
    const { name } = node.metadata;
    const allocatable = node.status?.allocatable === undefined ? null : amountsOf(node.status.allocatable);
    return { node, name, allocatable, requested: requested === null ? null : (requested.get(name) ?? new Map()) };
  });
  return fleet.sort((left, right) => compareText(left.name, right.name));
}

/** What a node has of a resource, for a node that has told: nothing of one that it does not list, but for pod slots. */
export function allocatableOf({ allocatable }: FleetNode, resource: string): number {
  if (allocatable === null) return Number.POSITIVE_INFINITY;
  return allocatable.get(resource) ?? (resource === 'pods' ? Number.POSITIVE_INFINITY : 0);
}

/** What a node has left of a resource; as much as it has where nobody could count. */
export function freeOf(node: FleetNode, resource: string): number {
  return allocatableOf(node, resource) - (node.requested?.get(resource) ?? 0);
}

/** The resources of which an empty node would have too little. */
export function tooBigFor(node: FleetNode, requests: Amounts): readonly string[] {
  return lacking(requests, (resource) => allocatableOf(node, resource));
}

/** The resources of which the node has too little left. */
export function tooFullFor(node: FleetNode, requests: Amounts): readonly string[] {
  return lacking(requests, (resource) => freeOf(node, resource));
}

function lacking(requests: Amounts, available: (resource: string) => number): readonly string[] {
  const resources: string[] = [];
  for (const [resource, amount] of requests) if (amount > 0 && amount > available(resource)) resources.push(resource);
  return resources;
}

function requestedByNode(pods: readonly Pod[]): ReadonlyMap<string, Amounts> {
  const byNode = new Map<string, Map<string, number>>();
  const requests = new ReplicaRequests();
  for (const pod of pods) {
    const name = pod.spec?.nodeName;
    if (!name || isDone(pod)) continue;
    const sum = byNode.get(name) ?? new Map<string, number>();
    addAmounts(sum, requests.of(pod));
    byNode.set(name, sum);
  }
  return byNode;
}

/** Requests of many pods: a snapshot's replicas share the parts of their spec that are alike, so each is read once. */
class ReplicaRequests {
  readonly #known = new Map<unknown, { readonly parts: readonly unknown[]; readonly amounts: Amounts }>();

  of(pod: Pod): Amounts {
    const parts = requestingParts(pod);
    const known = this.#known.get(parts[0]);
    if (known?.parts.length === parts.length && known.parts.every((part, at) => part === parts[at])) {
      return known.amounts;
    }
    const amounts = requestsOf(pod);
    this.#known.set(parts[0], { parts, amounts });
    return amounts;
  }
}

/** All that `requestsOf` reads: a container as a whole is no replica's twin, as each mounts a token of its own. */
function requestingParts({ spec }: Pod): readonly unknown[] {
  const parts: unknown[] = [];
  for (const { resources } of spec?.containers ?? []) parts.push(resources);
  for (const { resources, restartPolicy } of spec?.initContainers ?? []) parts.push(restartPolicy ?? '', resources);
  parts.push(spec?.overhead, spec?.resources);
  return parts;
}
