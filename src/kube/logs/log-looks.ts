import { type ContainerView, containersOf } from '../containers.ts';
import type { Pod } from '../object.ts';
import { controllerOf } from '../owners.ts';
import { isReady } from '../pods.ts';
import { isLooping } from '../runtime/ends.ts';

/** A log that is worth reading: of a container that fails. */
export interface LogLook {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
  /** The instance before the present one. */
  readonly previous: boolean;
}

/** More requests than this would no longer be a few beside the lists. */
const MOST_LOOKS = 200;
/** Pods of one owner that fail alike say the same. */
const PER_OWNER = 2;

/**
 * The logs to read: those of containers that crash, have failed, or run without getting ready, at most two of each
 * owner and container. Where an instance has ended, that one: it wrote why.
 */
export function logLooks(pods: readonly Pod[], nowMs: number, limit = MOST_LOOKS): readonly LogLook[] {
  const taken = new Map<string, number>();
  const looks: LogLook[] = [];
  for (const pod of pods) {
    if (looks.length >= limit) break;
    if (!mayFail(pod)) continue;
    const owner = controllerOf(pod)?.uid ?? pod.metadata.uid ?? pod.metadata.name;
    for (const container of containersOf(pod)) {
      const previous = instanceToRead(container, pod, nowMs);
      if (previous === undefined) continue;
      const key = `${owner}/${container.name}`;
      const count = taken.get(key) ?? 0;
      if (count >= PER_OWNER || looks.length >= limit) continue;
      taken.set(key, count + 1);
      const { namespace = '', name } = pod.metadata;
      looks.push({ namespace, pod: name, container: container.name, previous });
    }
  }
  return looks;
}

/** Leaves the many healthy pods early. */
function mayFail(pod: Pod): boolean {
  const phase = pod.status?.phase;
  if (phase === 'Succeeded' || !pod.spec?.nodeName) return false;
  return !isReady(pod) || (pod.status?.containerStatuses ?? []).some(({ restartCount = 0 }) => restartCount > 0);
}

/** True for the instance before, false for the present one, undefined where neither is of interest. */
function instanceToRead(container: ContainerView, pod: Pod, nowMs: number): boolean | undefined {
  const { role, status } = container;
  const { state, lastState } = status ?? {};
  if (state?.terminated) return (state.terminated.exitCode ?? 0) === 0 ? undefined : false;
  if (lastState?.terminated && isLooping(container, pod, nowMs)) return true;
  if (lastState?.terminated && role === 'init' && (lastState.terminated.exitCode ?? 0) !== 0) return true;
  const waitsForReadiness = state?.running !== undefined && state.running !== null && status?.ready === false;
  return waitsForReadiness && pod.metadata.deletionTimestamp === undefined ? false : undefined;
}

/** The name under which a snapshot holds a log: no object of the API has a slash in its name. */
export function logName({ pod, container, previous }: Omit<LogLook, 'namespace'>): string {
  return `${pod}/${container}/${previous ? 'previous' : 'current'}`;
}
