import { conditionOf } from '../conditions.ts';
import type { Pod } from '../object.ts';
import { isReady } from '../pods.ts';

/** True if any container of the pod has ever run. */
export function hasEverStarted(pod: Pod): boolean {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  return [...initContainerStatuses, ...containerStatuses].some(
    ({ state, lastState, restartCount }) =>
      state?.running !== undefined ||
      state?.terminated !== undefined ||
      lastState?.terminated !== undefined ||
      (restartCount ?? 0) > 0,
  );
}

/**
 * True while the kubelet prepares the pod: it mounts volumes, then sets up the sandbox and its network; no container
 * can start before.
 *
 * Kubelets before 1.29 have no condition that says so: there, a pod that waits in ContainerCreating and never ran.
 * @see https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-has-network
 */
export function isBeingPrepared(pod: Pod): boolean {
  if (!pod.spec?.nodeName || isReady(pod)) return false;
  const prepared = conditionOf(pod, 'PodReadyToStartContainers');
  if (prepared !== undefined) return prepared.status === 'False';
  return !hasEverStarted(pod) && waitingReasons(pod).every((reason) => isCreating(reason));
}

/** The reasons for which a container waits before anything has gone wrong. */
export function isCreating(reason: string | undefined): boolean {
  return reason === undefined || reason === 'ContainerCreating' || reason === 'PodInitializing';
}

/** When the pod stopped being ready, or was first seen by its kubelet if it never was; null where nothing says so. */
export function unreadySince(pod: Pod): string | null {
  const ready = conditionOf(pod, 'Ready');
  return (ready?.status === 'False' ? ready.lastTransitionTime : null) ?? pod.status?.startTime ?? null;
}

function waitingReasons(pod: Pod): readonly (string | undefined)[] {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  return [...initContainerStatuses, ...containerStatuses].flatMap(({ state }) =>
    state?.waiting === undefined ? [] : [state.waiting.reason],
  );
}
