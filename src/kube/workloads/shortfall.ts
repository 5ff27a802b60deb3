import { conditionOf, conditionPath } from '../conditions.ts';
import { containersOf } from '../containers.ts';
import type { KubeEvent, KubeObject, Node, Pod } from '../object.ts';
import { type ObjectRef, refKey, refOf } from '../object-ref.ts';
import { isDone, isReady, isTerminating } from '../pods.ts';
import { probeBudgetMs } from '../runtime/probes.ts';
import { isCreating, unreadySince } from '../startup/pod-start.ts';
import { MINUTE_MS } from '../time.ts';
import { missingPods, standingRefusal } from './creation.ts';
import { type Deployment, isOf, isOrdered, type ReplicaSet, type StatefulSet } from './workloads.ts';

/** How long a pod may take to start or to stop before it counts as one that its workload lacks. */
export const PATIENCE_MS = 2 * MINUTE_MS;

interface Clock {
  age(timestamp: string | null | undefined): number;
}

interface Nodes {
  get(kind: 'Node', namespace: null, name: string): { readonly state: string; readonly object?: Node };
}

interface Owned {
  controlledBy(kind: 'Pod', owner: KubeObject): readonly Pod[];
}

interface Refusals extends Clock, Owned {
  readonly takenAtMs: number;
  warnings(kind: 'Event', object: KubeObject): readonly KubeEvent[];
}

/** What a workload lacks, and where the reason must be sought. */
export interface Shortfall {
  /** All its pods that are neither ended nor being deleted. */
  readonly active: readonly Pod[];
  /** Pods that should serve and do not. */
  readonly pods: readonly Pod[];
  /** How many pods are merely on their way up, or down where the next one waits for that. */
  readonly moving: number;
  /** Controllers that want more pods than exist. */
  readonly makers: readonly KubeObject[];
  /** For `explainedBy`: the pods, or the nodes they were lost with, and the controllers. */
  readonly refs: readonly ObjectRef[];
}

/**
 * What a workload lacks.
 *
 * @param sets what makes its pods: a Deployment's ReplicaSets, or the workload itself
 */
export function shortfallOf(
  workload: Deployment | ReplicaSet | StatefulSet,
  sets: readonly KubeObject[],
  view: Clock & Nodes & Owned,
  patienceMs = PATIENCE_MS,
): Shortfall {
  const inPlace = takesPlaces(workload);
  const all = sets.flatMap((set) => view.controlledBy('Pod', set));
  const pods = lackingPods(all, inPlace, view, patienceMs);
  const active = all.filter((pod) => !isDone(pod) && !isTerminating(pod));
  const moving = (inPlace ? all : active).filter((pod) => !isReady(pod) || isTerminating(pod)).length - pods.length;
  // An ordered StatefulSet makes the next pod once the last one is ready: until then none is refused.
  const waits = isOf(workload, 'StatefulSet') && isOrdered(workload) && pods.length + moving > 0;
  const makers = waits ? [] : sets.filter((set) => missingPods(set) > 0);
  return { active, pods, moving, makers, refs: [...blame(pods, view), ...makers.map(refOf)] };
}

/** True where a pod must be gone before the next one takes its place. */
function takesPlaces(workload: Deployment | ReplicaSet | StatefulSet): boolean {
  if (isOf(workload, 'Deployment')) return workload.spec?.strategy?.type === 'Recreate';
  return isOf(workload, 'StatefulSet');
}

/**
 * The pods that should serve and do not, without those that are merely on their way up or down.
 *
 * @param inPlace whether each pod must be gone before the next one is made, so that one that ended or that will not
 * go is in its way
 */
export function lackingPods(
  pods: readonly Pod[],
  inPlace: boolean,
  clock: Clock,
  patienceMs = PATIENCE_MS,
): readonly Pod[] {
  return pods.filter((pod) => {
    if (isTerminating(pod) || isDone(pod)) return inPlace && clock.age(lackingSince(pod)) >= patienceMs;
    if (isReady(pod)) return false;
    return !isComingUp(pod) || (clock.age(lackingSince(pod)) >= patienceMs && !hasTimeToStart(pod, clock));
  });
}

/** Since when a pod has not served, as far as its own fields tell. */
export function lackingSince(pod: Pod): string | null {
  const { deletionTimestamp, creationTimestamp } = pod.metadata;
  if (deletionTimestamp !== undefined) return deletionTimestamp;
  return unreadySince(pod) ?? conditionOf(pod, 'PodScheduled')?.lastTransitionTime ?? creationTimestamp ?? null;
}

/** True where a pod has lacked for so long, or has been refused for so long. */
export function isLasting(
  short: Pick<Shortfall, 'pods' | 'makers'>,
  view: Refusals,
  patienceMs = PATIENCE_MS,
): boolean {
  return (
    short.pods.some((pod) => view.age(lackingSince(pod)) >= patienceMs) ||
    short.makers.some((maker) => view.age(standingRefusal(maker, view)?.since) >= patienceMs)
  );
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

/** True where a container runs within the time that its startup probe gives it: it says itself that it starts slowly. */
function hasTimeToStart(pod: Pod, clock: Clock): boolean {
  return containersOf(pod).some(({ spec, status }) => {
    const startedAt = status?.state?.running?.startedAt;
    if (!spec.startupProbe || !startedAt || status?.started === true) return false;
    return clock.age(startedAt) < probeBudgetMs(spec.startupProbe);
  });
}

/** Where the reason for pods that lack must be sought: in the pod, or in its node where that is not ready. */
export function blame(pods: readonly Pod[], nodes: Nodes): readonly ObjectRef[] {
  const refs = pods.map((pod) => refOf(lostNode(pod, nodes) ?? pod));
  return [...new Map(refs.map((ref) => [refKey(ref), ref])).values()];
}

/** The node of a pod, if it is known and not ready. */
export function lostNode(pod: Pod, nodes: Nodes): Node | undefined {
  const name = pod.spec?.nodeName;
  const node = name ? nodes.get('Node', null, name).object : undefined;
  const ready = node === undefined ? undefined : conditionOf(node, 'Ready');
  return ready === undefined || ready.status === 'True' ? undefined : node;
}

/** What the first of the lacking pods says of itself, for evidence. */
export function firstLack(pods: readonly Pod[]): readonly { object: Pod; path: string; value: string }[] {
  const [pod] = pods;
  if (pod === undefined) return [];
  const { deletionTimestamp } = pod.metadata;
  if (deletionTimestamp !== undefined) {
    return [{ object: pod, path: 'metadata.deletionTimestamp', value: deletionTimestamp }];
  }
  const scheduled = conditionOf(pod, 'PodScheduled');
  if (scheduled?.status === 'False') {
    return [{ object: pod, path: `${conditionPath('PodScheduled')}.message`, value: scheduled.message }];
  }
  const waiting = containersOf(pod).find(({ status }) => status?.state?.waiting?.reason !== undefined);
  const init = containersOf(pod).find(({ role, status }) => role === 'init' && status?.state?.running !== undefined);
  if (init !== undefined) {
    const value = init.status?.state?.running?.startedAt ?? '';
    return [{ object: pod, path: `${init.statusPath}.state.running.startedAt`, value }];
  }
  if (waiting !== undefined) {
    const value = waiting.status?.state?.waiting?.reason ?? '';
    return [{ object: pod, path: `${waiting.statusPath}.state.waiting.reason`, value }];
  }
  const ready = conditionOf(pod, 'Ready');
  return ready === undefined
    ? []
    : [{ object: pod, path: `${conditionPath('Ready')}.message`, value: ready.message || ready.reason }];
}
