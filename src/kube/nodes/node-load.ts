import { amountOf } from '../amounts.ts';
import type { Node, Pod } from '../object.ts';
import { isDone } from '../pods.ts';
import { requestsOf } from '../scheduling/pod-requests.ts';

/** How much of a node is given away, as parts of what it can give; 0 of what it has not told. */
export interface NodeLoad {
  readonly pods: number;
  readonly slots: number;
  /** Of each of cpu and memory: requested by pods, over allocatable. */
  readonly requested: ReadonlyMap<string, number>;
  /** The memory limits of the pods, over allocatable memory. */
  readonly memoryLimits: number;
}

/** Adds up what the pods on a node ask for and may use, as the scheduler counts: without those that have ended. */
export function loadOf({ status }: Node, podsOnNode: readonly Pod[]): NodeLoad {
  const pods = podsOnNode.filter((pod) => !isDone(pod));
  const sums = new Map<string, number>();
  let limits = 0;
  for (const pod of pods) {
    for (const [resource, amount] of requestsOf(pod)) sums.set(resource, (sums.get(resource) ?? 0) + amount);
    for (const { resources } of pod.spec?.containers ?? []) limits += amountOf('memory', resources?.limits?.['memory']);
  }
  const part = (resource: string, amount: number): number => {
    const has = amountOf(resource, status?.allocatable?.[resource]);
    return has === 0 ? 0 : amount / has;
  };
  return {
    pods: pods.length,
    slots: amountOf('pods', status?.allocatable?.['pods']),
    requested: new Map(['cpu', 'memory'].map((resource) => [resource, part(resource, sums.get(resource) ?? 0)])),
    memoryLimits: part('memory', limits),
  };
}

/** `97%`, never more than it is. */
export function percentText(part: number): string {
  return `${Math.floor(part * 100)}%`;
}
