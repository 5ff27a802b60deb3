import type { Pod } from './object.ts';

/** True if a container of the pod waits for one of these reasons: a cheap question, asked of every pod. */
export function hasWaiting(pod: Pod, ...reasons: readonly string[]): boolean {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  const waits = ({ state }: (typeof containerStatuses)[number]) => reasons.includes(state?.waiting?.reason ?? '');
  return containerStatuses.some(waits) || initContainerStatuses.some(waits);
}

/** True if a container of the pod waits, has ended, or ended once before: what every trouble with a start shows in. */
export function hasStumbled(pod: Pod): boolean {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {};
  const stumbled = ({ state, lastState }: (typeof containerStatuses)[number]) =>
    state?.running === undefined || lastState?.terminated !== undefined;
  return containerStatuses.some(stumbled) || initContainerStatuses.some(stumbled);
}
