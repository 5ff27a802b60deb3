import { conditionOf } from './conditions.ts';
import { missingPods } from './creation.ts';
import type { KubeObject, Node, ObjectOf, Pod } from './object.ts';
import { type ObjectRef, refKey, refOf } from './object-ref.ts';
import { isCreating, unreadySince } from './pod-start.ts';
import { isDone, isReady, isTerminating } from './pods.ts';
import { MINUTE_MS } from './time.ts';
import { type Deployment, isOf, isOrdered, type ReplicaSet, type StatefulSet } from './workloads.ts';

/** How long a pod may take to start or to stop before it counts as one that a workload lacks. */
export const PATIENCE_MS = 2 * MINUTE_MS;

interface Clock {
  age(timestamp: string | null | undefined): number;
}

interface Nodes {
  get(kind: 'Node', namespace: null, name: string): { readonly state: string; readonly object?: Node };
}

interface Owned {
  controlledBy<T extends 'Pod' | 'ReplicaSet'>(kind: T, owner: KubeObject): readonly ObjectOf<T>[];
}

/** What a workload lacks, and where the reason must be sought. */
export interface Shortfall {
  /** All its pods that are neither ended nor being deleted. */
  readonly active: readonly Pod[];
  /** Pods that should serve and do not. */
  readonly pods: readonly Pod[];
  /** Controllers that want more pods than exist. */
  readonly makers: readonly KubeObject[];
  /** For `explainedBy`: the pods, or the nodes they are lost with, and the controllers. */
  readonly refs: readonly ObjectRef[];
}

/** What a workload lacks: of a Deployment, over all its ReplicaSets. */
export function shortfallOf(
  workload: Deployment | ReplicaSet | StatefulSet,
  view: Clock & Nodes & Owned,
  patienceMs = PATIENCE_MS,
): Shortfall {
  const sets: readonly KubeObject[] = isOf(workload, 'Deployment')
    ? view.controlledBy('ReplicaSet', workload)
    : [workload];
  const all = sets.flatMap((set) => view.controlledBy('Pod', set));
  const pods = lackingPods(all, waitsForLeaving(workload), view, patienceMs);
  const behindOne = isOf(workload, 'StatefulSet') && isOrdered(workload) && pods.length > 0;
  const makers = behindOne ? [] : sets.filter((set) => missingPods(set) > 0);
  const active = all.filter((pod) => !isDone(pod) && !isTerminating(pod));
  return { active, pods, makers, refs: [...blame(pods, view), ...makers.map(refOf)] };
}

/** True where the next pod is made only after the last one is gone. */
function waitsForLeaving(workload: Deployment | ReplicaSet | StatefulSet): boolean {
  if (isOf(workload, 'Deployment')) return workload.spec?.strategy?.type === 'Recreate';
  return isOf(workload, 'StatefulSet');
}

/**
 * The pods that should serve and do not, without those that are merely on their way up or down.
 *
 * @param withLeaving whether a pod that is being deleted is still in the way of the next one
 */
export function lackingPods(
  pods: readonly Pod[],
  withLeaving: boolean,
  clock: Clock,
  patienceMs = PATIENCE_MS,
): readonly Pod[] {
  return pods.filter((pod) => {
    if (isTerminating(pod)) return withLeaving && clock.age(pod.metadata.deletionTimestamp) >= patienceMs;
    return !isDone(pod) && !isReady(pod) && !(isComingUp(pod) && clock.age(unreadySince(pod)) < patienceMs);
  });
}

/** True for a pod that has a node, and of whose containers none has failed or waits for anything but its creation. */
function isComingUp(pod: Pod): boolean {
  if (!pod.spec?.nodeName) return conditionOf(pod, 'PodScheduled') === undefined;
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  return [...initContainerStatuses, ...containerStatuses].every(
    ({ restartCount, state }) =>
      (restartCount ?? 0) === 0 &&
      (state?.terminated?.exitCode ?? 0) === 0 &&
      (state?.waiting === undefined || isCreating(state.waiting.reason)),
  );
}

/** Where the reason for pods that lack must be sought: in the pod, or in its node where that is not ready. */
export function blame(pods: readonly Pod[], nodes: Nodes): readonly ObjectRef[] {
  const refs = pods.map((pod) => refOf(lostNode(pod, nodes) ?? pod));
  return [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
}

/** The node of a pod, if it is known and not ready. */
export function lostNode(pod: Pod, nodes: Nodes): Node | undefined {
  const name = pod.spec?.nodeName;
  if (!name) return undefined;
  const node = nodes.get('Node', null, name).object;
  const ready = node === undefined ? undefined : conditionOf(node, 'Ready');
  return ready === undefined || ready.status === 'True' ? undefined : node;
}
