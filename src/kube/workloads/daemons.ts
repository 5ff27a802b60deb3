import { isBeingRemoved } from '../nodes/node-states.ts';
import type { Node, Pod } from '../object.ts';
import type { NodeAlternatives } from '../scheduling/node-affinity.ts';
import { MINUTE_MS } from '../time.ts';
import { lostNode } from './shortfall.ts';

/** How long a new node takes until its DaemonSets run. */
const YOUNG_NODE_MS = 5 * MINUTE_MS;

interface Surroundings {
  age(timestamp: string | null | undefined): number;
  get(kind: 'Node', namespace: null, name: string): { readonly state: string; readonly object?: Node };
}

/** The node that a DaemonSet's pod is on, or, before it is placed, the one that it was made for. */
export function nodeNameOf(pod: Pod): string | undefined {
  if (pod.spec?.nodeName) return pod.spec.nodeName;
  const terms =
    pod.spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? [];
  return terms.flatMap((term) => term.matchFields ?? []).find((field) => field.key === 'metadata.name')?.values?.[0];
}

/** True where a DaemonSet's pod may be missing: its node is new, going away, or cordoned and down for maintenance. */
export function isExcused(pod: Pod, view: Surroundings): boolean {
  const node = view.get('Node', null, nodeNameOf(pod) ?? '').object;
  if (node === undefined) return false;
  const { creationTimestamp } = node.metadata;
  const isYoung = creationTimestamp !== undefined && view.age(creationTimestamp) < YOUNG_NODE_MS;
  return isYoung || isBeingRemoved(node) || (node.spec?.unschedulable === true && lostNode(pod, view) !== undefined);
}

/** Hardware, systems and pools that a cluster has or has not, and the label by which people switch a DaemonSet off. */
const SOME_NODES =
  /\b(os|arch|windows|gpu|nvidia|amd|accelerator|tpu|neuron|habana|fpga|sgx|intel|spot|preemptible|instance-type|node-role|nodegroup|nodepool)\b|feature\.node\.kubernetes\.io|cloud\.google\.com|eks\.amazonaws\.com|kubernetes\.azure\.com|karpenter|non-?exist/;

/** True where a DaemonSet asks for nodes of a sort that not every cluster has, so that finding none is no fault. */
export function isForSomeNodes(alternatives: NodeAlternatives): boolean {
  return alternatives.flat().some(({ expression: { key = '', values = [] } }) => {
    return SOME_NODES.test([key, ...values].join(' '));
  });
}
