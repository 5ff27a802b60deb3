import { conditionOf } from './conditions.ts';
import { containersOf } from './containers.ts';
import { type End, lastEndOf } from './ends.ts';
import type { ObjectOf, Pod } from './object.ts';
import { timeMs } from './time.ts';

type Job = ObjectOf<'Job'>;

/** A container that failed in a pod, and how. */
export interface Failure {
  readonly pod: string;
  readonly container: string;
  readonly end: End;
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
  const failures = containersOf(pod).flatMap(({ name, role, status }) => {
    const end = lastEndOf(status);
    const failed = end !== undefined && end.field === 'state.terminated' && end.exitCode !== 0;
    return failed ? [{ role, failure: { pod: pod.metadata.name, container: name, end } }] : [];
  });
  return (failures.find(({ role }) => role !== 'sidecar') ?? failures[0])?.failure;
}

/** The condition that says that a Job has failed for good. */
export function failedConditionOf(job: Job) {
  const failed = conditionOf(job, 'Failed');
  return failed?.status === 'True' ? failed : undefined;
}

/** True for a Job that has ended, or is about to: the controller has decided, and removes what is left of its pods. */
export function isOver(job: Job): boolean {
  return ['Complete', 'Failed', 'SuccessCriteriaMet', 'FailureTarget'].some(
    (type) => conditionOf(job, type)?.status === 'True',
  );
}

/** True for a Job that has ended well. */
export function isComplete(job: Job): boolean {
  return conditionOf(job, 'Complete')?.status === 'True';
}
