import { conditionOf } from '../conditions.ts';
import { containersOf } from '../containers.ts';
import type { Pod } from '../object.ts';
import { controllerOf } from '../owners.ts';
import { DAY_MS, HOUR_MS, timeMs } from '../time.ts';
import { type End, lastEndOf } from './ends.ts';

/** A container that failed in a pod, and how. */
export interface Failure {
  readonly pod: Pod;
  readonly container: string;
  readonly end: End;
  /** Where its exit code stands. */
  readonly path: string;
}

/** The most recent failure of a container in these pods. */
export function lastFailureOf(pods: readonly Pod[]): Failure | undefined {
  let best: Failure | undefined;
  let bestMs = -1;
  for (const pod of pods) {
    const failure = failureOf(pod);
    const ms = timeMs(failure?.end.finishedAt) ?? 0;
    if (failure !== undefined && ms > bestMs) {
      best = failure;
      bestMs = ms;
    }
  }
  return best;
}

/**
 * The container that made a pod fail: the first that ended with another exit code than 0.
 *
 * A sidecar is killed when the others have ended, so it counts only where no other container failed.
 */
export function failureOf(pod: Pod): Failure | undefined {
  const failures = containersOf(pod).flatMap(({ name, role, status, statusPath }) => {
    const end = lastEndOf(status);
    const failed = end !== undefined && end.field === 'state.terminated' && end.exitCode !== 0;
    const path = `${statusPath}.state.terminated.exitCode`;
    return failed ? [{ role, failure: { pod, container: name, end, path } }] : [];
  });
  return (failures.find(({ role }) => role !== 'sidecar') ?? failures[0])?.failure;
}

/** When a pod failed; null where nothing says so, as for one that its node did not admit. */
export function failedAt(pod: Pod): string | null {
  const disrupted = conditionOf(pod, 'DisruptionTarget');
  const ready = conditionOf(pod, 'Ready');
  return (
    (disrupted?.status === 'True' ? disrupted.lastTransitionTime : null) ??
    (ready?.status === 'False' ? ready.lastTransitionTime : null) ??
    failureOf(pod)?.end.finishedAt ??
    null
  );
}

const REPLACED_MS = DAY_MS;
const ONE_SHOT_MS = 3 * DAY_MS;

/**
 * True while a failed pod is worth a word: for a day if a controller has replaced it, for three if nothing was to
 * restart it, and as long as it is there if it was meant to go on running.
 */
export function isWorthTelling(pod: Pod, nowMs: number): boolean {
  const ms = timeMs(failedAt(pod) ?? pod.metadata.creationTimestamp) ?? nowMs;
  if (controllerOf(pod) !== undefined) return nowMs - ms < REPLACED_MS;
  return (pod.spec?.restartPolicy ?? 'Always') === 'Always' || nowMs - ms < ONE_SHOT_MS;
}

/** Why a kubelet evicted a pod. */
export interface Eviction {
  /** `node`: it ran short of something; `limit`: the pod used more than it may. */
  readonly by: 'node' | 'limit';
  /** What ran short, or whose limit it was: `memory`, `volume scratch`, `container api`, `pod`. */
  readonly what: string;
}

/**
 * Reads the message of an evicted pod; undefined for one of another wording.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/kubelet/eviction/helpers.go
 */
export function parseEviction(message: string): Eviction | undefined {
  const low = /^The node was low on resource: ([^\s.]+)/.exec(message)?.[1];
  if (low !== undefined) return { by: 'node', what: low };
  const condition = /^The node had condition: \[?(\w+)/.exec(message)?.[1];
  if (condition !== undefined) return { by: 'node', what: condition };
  const volume = /^Usage of EmptyDir volume "([^"]+)" exceeds/.exec(message)?.[1];
  if (volume !== undefined) return { by: 'limit', what: `volume ${volume}` };
  const container = /^Container (\S+) exceeded its local ephemeral storage limit/.exec(message)?.[1];
  if (container !== undefined) return { by: 'limit', what: `container ${container}` };
  return /^Pod ephemeral local storage usage exceeds/.test(message) ? { by: 'limit', what: 'pod' } : undefined;
}

const PRESSURES: readonly (readonly [RegExp, string])[] = [
  [/^memory/i, 'MemoryPressure'],
  [/^(ephemeral-storage|inodes|nodefs|imagefs|disk)/i, 'DiskPressure'],
  [/^pids?/i, 'PIDPressure'],
];

/** The condition of a node that has run short of this. */
export function pressureOf(what: string): string | undefined {
  return PRESSURES.find(([pattern]) => pattern.test(what))?.[1];
}

/** What the evictions of a pod's controller for the same limit are counted under; undefined for any other pod. */
export function limitKey(pod: Pod): string | undefined {
  if (pod.status?.reason !== 'Evicted') return undefined;
  const eviction = parseEviction(pod.status.message ?? '');
  const uid = controllerOf(pod)?.uid;
  return eviction?.by === 'limit' && uid !== undefined ? `${uid}/${eviction.what}` : undefined;
}

const AGAIN = 3;

/** Where three or more pods of one controller went over the same limit in the last hour: how many, and in what time. */
export function limitEvictions(view: {
  readonly takenAtMs: number;
  all(kind: 'Pod'): readonly Pod[];
}): ReadonlyMap<string, { readonly pods: number; readonly withinMs: number }> {
  const times = new Map<string, number[]>();
  for (const pod of view.all('Pod')) {
    const key = limitKey(pod);
    const ms = key === undefined ? undefined : timeMs(failedAt(pod));
    if (key === undefined || ms === undefined || view.takenAtMs - ms > HOUR_MS) continue;
    const known = times.get(key);
    if (known === undefined) times.set(key, [ms]);
    else known.push(ms);
  }
  const found = new Map<string, { pods: number; withinMs: number }>();
  for (const [key, all] of times) {
    all.sort((left, right) => left - right);
    if (all.length >= AGAIN) found.set(key, { pods: all.length, withinMs: (all.at(-1) ?? 0) - (all[0] ?? 0) });
  }
  return found;
}
