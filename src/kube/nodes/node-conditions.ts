import { type Condition, conditionOf } from '../conditions.ts';
import type { Node, Pod } from '../object.ts';

/** Why a node that reports is not ready, as far as its kubelet's text tells. */
export type NotReadyReason = 'network' | 'runtime' | 'shutdown' | 'storage' | 'other';

/**
 * The kubelet's own texts.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/kubelet/runtime.go
 */
const TEXTS: readonly (readonly [RegExp, NotReadyReason])[] = [
  [/node is shutting down/, 'shutdown'],
  [/container runtime is down|PLEG is not healthy|container runtime status check|GenericPLEG/i, 'runtime'],
  [/network not ready|NetworkPluginNotReady|network plugin/i, 'network'],
  [/CSINode|no space left|disk/i, 'storage'],
];

/** Sorts the message of a Ready condition that is False. */
export function notReadyReason(message: string): NotReadyReason {
  return TEXTS.find(([pattern]) => pattern.test(message))?.[1] ?? 'other';
}

/** When the kubelet last reported on anything; null where it never did. */
export function lastHeard(node: Node): string | null {
  const times = (node.status?.conditions ?? []).flatMap(({ lastHeartbeatTime }) => lastHeartbeatTime ?? []);
  return times.sort().at(-1) ?? null;
}

/** The conditions, besides Ready, that nobody knows since the kubelet fell silent. */
export function unknownConditions(node: Node): string[] {
  return (node.status?.conditions ?? [])
    .flatMap(({ type, status }) => (status === 'Unknown' && type !== undefined && type !== 'Ready' ? [type] : []))
    .sort();
}

/** A kind of pressure that a node is under, with the pods that it has evicted so far. */
export interface Pressure {
  readonly condition: Condition;
  readonly evicted: number;
}

/** The pressure, if the node is under it. Unknown is not under it: then nobody knows. */
export function pressureOn(
  node: Node,
  type: 'MemoryPressure' | 'DiskPressure' | 'PIDPressure',
  view: { podsOn(kind: 'Pod', nodeName: string): readonly Pod[] },
): Pressure | undefined {
  const condition = conditionOf(node, type);
  if (condition?.status !== 'True') return undefined;
  const evicted = view.podsOn('Pod', node.metadata.name).filter((pod) => pod.status?.reason === 'Evicted').length;
  return { condition, evicted };
}

/** `; it has evicted 3 pods so far`, for the end of a sentence. */
export function evictedText(evicted: number): string {
  return evicted === 0 ? '' : `; it has evicted ${evicted} pod${evicted === 1 ? '' : 's'} so far`;
}
