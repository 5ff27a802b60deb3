import { type ContainerView, containersOf } from '../containers.ts';
import type { Pod } from '../object.ts';
import { controllerOf } from '../owners.ts';
import { isDone, isReady, isTerminating } from '../pods.ts';
import { isLooping } from '../runtime/ends.ts';
import { failureOf, isWorthTelling, lastFailureOf } from '../runtime/failed-pods.ts';
import { isOverdue, waitsLong } from '../runtime/readiness.ts';
import { DAY_MS, timeMs } from '../time.ts';

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
/** The failed run of a week is asked about until the next. */
const ATTEMPT_MS = 8 * DAY_MS;

/**
 * The logs to read: those of containers that crash, have failed, or run and are not ready in time, at most two of each
 * owner and container. Where an instance has ended, that one: it wrote why. Of a Job that of its last failed attempt.
 */
export function logLooks(pods: readonly Pod[], nowMs: number, limit = MOST_LOOKS): readonly LogLook[] {
  const taken = new Map<string, number>();
  const looks: LogLook[] = [];
  for (const { pod, container, previous } of candidates(pods, nowMs)) {
    if (looks.length >= limit) break;
    const key = `${controllerOf(pod)?.uid ?? pod.metadata.uid ?? pod.metadata.name}/${container}`;
    const count = taken.get(key) ?? 0;
    if (count >= PER_OWNER) continue;
    taken.set(key, count + 1);
    const { namespace = '', name } = pod.metadata;
    looks.push({ namespace, pod: name, container, previous });
  }
  return looks;
}

interface Instance {
  readonly pod: Pod;
  readonly container: string;
  /** True for the instance before the present one. */
  readonly previous: boolean;
}

function* candidates(pods: readonly Pod[], nowMs: number): Iterable<Instance> {
  const failing = pods.filter(mayFail);
  for (const pod of failing) {
    if (isDone(pod)) continue;
    for (const container of containersOf(pod)) {
      const previous = instanceToRead(container, pod, nowMs);
      if (previous !== undefined) yield { pod, container: container.name, previous };
    }
  }
  // What is over comes last: failed runs pile up.
  for (const pod of lastAttempts(failing.filter(isDone), nowMs)) {
    const failure = pod.status?.reason === undefined ? failureOf(pod) : undefined;
    if (failure !== undefined) yield { pod, container: failure.container, previous: false };
  }
}

/** Leaves the many healthy pods early, and those that are on their way out. */
function mayFail(pod: Pod): boolean {
  if (pod.status?.phase === 'Succeeded' || !pod.spec?.nodeName || isTerminating(pod)) return false;
  return !isReady(pod) || (pod.status?.containerStatuses ?? []).some(({ restartCount = 0 }) => restartCount > 0);
}

/** True for the instance before, false for the present one, undefined where neither is of interest. */
function instanceToRead(container: ContainerView, pod: Pod, nowMs: number): boolean | undefined {
  const { role, status } = container;
  const { state, lastState } = status ?? {};
  if (state?.terminated) return (state.terminated.exitCode ?? 0) === 0 ? undefined : false;
  if (lastState?.terminated && isLooping(container, pod, nowMs)) return true;
  if (lastState?.terminated && role === 'init' && (lastState.terminated.exitCode ?? 0) !== 0) return true;
  return isOverdue(container, pod, nowMs) || waitsLong(container, nowMs) ? false : undefined;
}

/** Of failed pods those that somebody may still ask about; of each Job the last. */
function lastAttempts(pods: readonly Pod[], nowMs: number): readonly Pod[] {
  const isOfJob = (pod: Pod) => controllerOf(pod)?.kind === 'Job';
  const ofJobs = Map.groupBy(pods.filter(isOfJob), (pod) => controllerOf(pod)?.uid);
  const last = [...ofJobs.values()].flatMap((attempts) => {
    const failure = lastFailureOf(attempts);
    const endedMs = timeMs(failure?.end.finishedAt) ?? nowMs;
    return failure === undefined || nowMs - endedMs >= ATTEMPT_MS ? [] : [failure.pod];
  });
  return [...pods.filter((pod) => !isOfJob(pod) && isWorthTelling(pod, nowMs)), ...last];
}

/** The name under which a snapshot holds a log: no object of the API has a slash in its name. */
export function logName({ pod, container, previous }: Omit<LogLook, 'namespace'>): string {
  return `${pod}/${container}/${previous ? 'previous' : 'current'}`;
}
