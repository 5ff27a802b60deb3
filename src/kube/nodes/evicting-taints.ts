import type { Node, Pod, Taint } from '../object.ts';
import { isActive } from '../pods.ts';
import { tolerates } from '../scheduling/tolerations.ts';
import { isBeingRemoved, isStateTaint } from './node-states.ts';

/** The taints by which somebody drives pods off a node: no state of the node, and no maintenance that is under way. */
export function evictingTaints(node: Node): readonly Taint[] {
  if (node.spec?.unschedulable === true || isBeingRemoved(node)) return [];
  return (node.spec?.taints ?? []).filter((taint) => taint.effect === 'NoExecute' && !isStateTaint(taint));
}

/** True for a pod that the taint removes, now or once the time is over for which it tolerates it. */
export function isDrivenOff(pod: Pod, taint: Taint): boolean {
  if (!isActive(pod)) return false;
  const matching = (pod.spec?.tolerations ?? []).filter((toleration) => tolerates(toleration, taint));
  return matching.every(({ tolerationSeconds }) => tolerationSeconds !== undefined);
}
