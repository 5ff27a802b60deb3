import { conditionOf } from '../conditions.ts';
import { CORDON, isBeingRemoved } from '../nodes/node-states.ts';
import type { Node, Pod } from '../object.ts';
import { refKey, refOf } from '../object-ref.ts';
import { controllerOf } from '../owners.ts';
import { isActive } from '../pods.ts';
import { MINUTE_MS } from '../time.ts';
import type { Budget } from './budgets.ts';
import { budgetsAgainst } from './budgets-of-pods.ts';

const LONG_MS = 10 * MINUTE_MS;

interface Surroundings {
  age(timestamp: string | null | undefined): number;
  podsOn(kind: 'Pod', nodeName: string): readonly Pod[];
}

/** A drain that does not get on. */
export interface StuckDrain {
  /** When the node was cordoned. */
  readonly since: string;
  /** Pods that budgets do not let go. */
  readonly blocked: readonly Pod[];
  /** Pods that no controller would make anew: a drain does not begin while there are such, unless it is forced. */
  readonly unmanaged: readonly Pod[];
  readonly budgets: readonly Budget[];
}

/**
 * Tells by what is left on a cordoned node whether a drain of it is stuck: nothing but pods that cannot be evicted.
 *
 * Nothing in the API says that somebody drains a node. Where another pod is left, nobody does, or it gets on.
 */
export function stuckDrain(
  node: Node,
  byPod: ReadonlyMap<Pod, readonly Budget[]>,
  view: Surroundings,
): StuckDrain | undefined {
  if (node.spec?.unschedulable !== true || isBeingRemoved(node)) return undefined;
  const since = node.spec.taints?.find(({ key }) => key === CORDON.key)?.timeAdded;
  if (since === undefined || view.age(since) < LONG_MS) return undefined;
  const left = view.podsOn('Pod', node.metadata.name).filter(isToBeEvicted);
  const against = left.map((pod) => ({ pod, budgets: budgetsAgainst(pod, byPod.get(pod) ?? []) }));
  const blocked = against.filter(({ budgets }) => budgets.length > 0).map(({ pod }) => pod);
  const others = against.filter(({ budgets }) => budgets.length === 0).map(({ pod }) => pod);
  if (left.length === 0 || others.some((pod) => controllerOf(pod) !== undefined)) return undefined;
  const budgets = new Map(against.flatMap((one) => one.budgets).map((one) => [refKey(refOf(one)), one]));
  const changed = [...budgets.values()].map((budget) => conditionOf(budget, 'DisruptionAllowed')?.lastTransitionTime);
  if (changed.some((time) => time !== null && time !== undefined && view.age(time) < LONG_MS)) return undefined;
  return { since, blocked, unmanaged: others, budgets: [...budgets.values()] };
}

/** What a drain evicts: not what a DaemonSet or the kubelet itself keeps there, and not what has ended or waits to start. */
function isToBeEvicted(pod: Pod): boolean {
  if (!isActive(pod) || pod.status?.phase === 'Pending') return false;
  const isStatic = pod.metadata.annotations?.['kubernetes.io/config.mirror'] !== undefined;
  return !isStatic && controllerOf(pod)?.kind !== 'DaemonSet';
}
