import type { Pod } from './object.ts';

const NONE: readonly never[] = [];

/** True once the kubelet says that the pod is ready: asked of every pod, many times. */
export function isReady(pod: Pod): boolean {
  for (const condition of pod.status?.conditions ?? NONE) {
    if (condition?.type === 'Ready') return condition.status === 'True';
  }
  return false;
}

/** True for a pod that has ended, well or not. */
export function isDone(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** True for a pod that is being deleted. */
export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/** True for a pod that is meant to be running now: neither ended nor being deleted. */
export function isActive(pod: Pod): boolean {
  return !isDone(pod) && !isTerminating(pod);
}

/** True for a pod that no node has yet. */
export function isUnscheduled(pod: Pod): boolean {
  return pod.status?.phase === 'Pending' && !pod.spec?.nodeName;
}
