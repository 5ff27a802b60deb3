import type { ContainerStatus, Pod } from '../object.ts';

const NONE: readonly ContainerStatus[] = [];

/** True if a container of the pod waits for one of these reasons: a cheap question, asked of every pod. */
export function hasWaiting(pod: Pod, reasons: ReadonlySet<string>): boolean {
  for (const { state } of pod.status?.containerStatuses ?? NONE) {
    if (state?.waiting !== undefined && reasons.has(state.waiting.reason ?? '')) return true;
  }
  for (const { state } of pod.status?.initContainerStatuses ?? NONE) {
    if (state?.waiting !== undefined && reasons.has(state.waiting.reason ?? '')) return true;
  }
  return false;
}

/** True if a container of the pod waits, ended badly, or ended before: all that a trouble with a start shows in. */
export function hasStumbled(pod: Pod): boolean {
  for (const status of pod.status?.containerStatuses ?? NONE) if (stumbled(status)) return true;
  for (const status of pod.status?.initContainerStatuses ?? NONE) if (stumbled(status)) return true;
  return false;
}

function stumbled({ state, lastState }: ContainerStatus): boolean {
  if (lastState?.terminated !== undefined || state?.waiting !== undefined) return true;
  return state?.terminated !== undefined && state.terminated.exitCode !== 0;
}
