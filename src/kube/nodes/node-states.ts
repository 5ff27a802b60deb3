import { listText } from '../../base/list-text.ts';
import { conditionOf } from '../conditions.ts';
import type { Node, Taint } from '../object.ts';
import { MINUTE_MS, timeMs } from '../time.ts';

/** What a node is, where one of these taints keeps pods away: its state, not somebody's choice of workloads. */
const STATES: Readonly<Record<string, string>> = {
  'node.kubernetes.io/not-ready': 'not ready',
  'node.kubernetes.io/unreachable': 'unreachable',
  'node.kubernetes.io/unschedulable': 'cordoned',
  'node.kubernetes.io/memory-pressure': 'short of memory',
  'node.kubernetes.io/disk-pressure': 'short of disk',
  'node.kubernetes.io/pid-pressure': 'short of process ids',
  'node.kubernetes.io/network-unavailable': 'without network',
  'node.kubernetes.io/out-of-service': 'out of service',
  'node.cloudprovider.kubernetes.io/uninitialized': 'not initialised by its cloud provider',
  'node.cloudprovider.kubernetes.io/shutdown': 'shut down',
  ToBeDeletedByClusterAutoscaler: 'being removed by the autoscaler',
  'karpenter.sh/disrupted': 'being removed by Karpenter',
  'karpenter.sh/unregistered': 'not registered by Karpenter',
};

/** Taints of an autoscaler that takes the node away on purpose. */
const REMOVALS: ReadonlySet<string> = new Set(['ToBeDeletedByClusterAutoscaler', 'karpenter.sh/disrupted']);

/** The taint that stands for `spec.unschedulable`: the scheduler honours its toleration even before it is there. */
export const CORDON: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/**
 * True for a taint that says how the node stands, as against one that an operator chose.
 * @see https://kubernetes.io/docs/reference/labels-annotations-taints/
 */
export function isStateTaint(taint: Taint): boolean {
  return Boolean(taint.key && (Object.hasOwn(STATES, taint.key) || taint.key.startsWith('node.kubernetes.io/')));
}

/** The state that a taint tells, in words. */
function stateText(key: string): string {
  return STATES[key] ?? key.replace('node.kubernetes.io/', '');
}

/** All states of a node that keep pods away, in words: `cordoned and unreachable`; empty for none. */
export function stateOf(node: Node): string {
  const states = taintsOf(node).flatMap((taint) => (isStateTaint(taint) ? stateText(taint.key ?? '') : []));
  return listText([...new Set(states)].sort());
}

/** All taints that count for placing pods, with the one that a cordon stands for. */
export function taintsOf(node: Node): readonly Taint[] {
  const taints = node.spec?.taints ?? [];
  if (node.spec?.unschedulable !== true || taints.some((taint) => taint.key === CORDON.key)) return taints;
  return [...taints, CORDON];
}

/** True where the node is going away on purpose: deleted, or taken out by an autoscaler. */
export function isBeingRemoved(node: Node): boolean {
  if (node.metadata.deletionTimestamp !== undefined) return true;
  return (node.spec?.taints ?? []).some(({ key }) => key !== undefined && REMOVALS.has(key));
}

/** How long a new node may take to get ready. */
const STARTING_MS = 5 * MINUTE_MS;

/** True for a node that came lately, on which not everything may run yet. */
export function isYoungNode(node: Node, nowMs: number): boolean {
  const created = timeMs(node.metadata.creationTimestamp);
  return created !== undefined && nowMs - created < STARTING_MS;
}

/** True for a node that came lately and is not ready yet, though its kubelet reports. */
export function isStarting(node: Node, nowMs: number): boolean {
  return isYoungNode(node, nowMs) && conditionOf(node, 'Ready')?.status !== 'Unknown';
}
