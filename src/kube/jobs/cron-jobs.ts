import type { ObjectOf } from '../object.ts';
import { MINUTE_MS, SECOND_MS, timeMs } from '../time.ts';
import { parseSchedule, type Schedule } from './cron.ts';
import { failedConditionOf, isComplete } from './jobs.ts';

type CronJob = ObjectOf<'CronJob'>;
type Job = ObjectOf<'Job'>;

/** The schedule of a CronJob that is to start runs; undefined where it is suspended, being deleted, or says nothing to us. */
export function liveScheduleOf({ metadata, spec }: CronJob): Schedule | undefined {
  if (spec?.suspend === true || metadata.deletionTimestamp !== undefined) return undefined;
  return parseSchedule(spec?.schedule, spec?.timeZone);
}

/** How late a start may be before it counts as missed: clocks differ, and controllers have queues. */
const SLACK_MS = 2 * MINUTE_MS;

/**
 * The first time at which a run should have been started and was not; undefined where it missed none.
 *
 * Counts from the last start, or from the creation. A last start that the present schedule does not know tells of a
 * change of the schedule, or of a controller in another time zone: then one time more must have passed.
 */
export function firstMissed(cronJob: CronJob, nowMs: number): number | undefined {
  const schedule = liveScheduleOf(cronJob);
  const lastMs = timeMs(cronJob.status?.lastScheduleTime);
  const beganMs = lastMs ?? timeMs(cronJob.metadata.creationTimestamp);
  if (schedule === undefined || beganMs === undefined) return undefined;
  const isForeign = lastMs !== undefined && schedule.next(lastMs - SECOND_MS) !== lastMs;
  let dueMs = schedule.next(beganMs);
  if (isForeign && dueMs !== undefined) dueMs = schedule.next(dueMs);
  const deadlineMs = (cronJob.spec?.startingDeadlineSeconds ?? 0) * SECOND_MS;
  return dueMs !== undefined && dueMs + deadlineMs + SLACK_MS < nowMs ? dueMs : undefined;
}

/** True if at least so many starts fell due after one time and until another. */
export function fellDue(schedule: Schedule, times: number, afterMs: number, untilMs: number): boolean {
  let dueMs: number | undefined = afterMs;
  for (let count = 0; count < times && dueMs !== undefined; count++) dueMs = schedule.next(dueMs);
  return dueMs !== undefined && dueMs <= untilMs;
}

/** How many starts fell due after one time and until another, as far as `most`. */
export function startsDue(schedule: Schedule, most: number, afterMs: number, untilMs: number): number {
  let count = 0;
  let dueMs = schedule.next(afterMs);
  while (dueMs !== undefined && dueMs <= untilMs && count < most) {
    count++;
    dueMs = schedule.next(dueMs);
  }
  return count;
}

/** The latest runs that all failed, newest first; none if the newest finished one went well. */
export function failedStreak(jobs: readonly Job[]): readonly Job[] {
  const finished = jobs
    .filter((job) => isComplete(job) || failedConditionOf(job) !== undefined)
    .sort((left, right) => bornMs(right) - bornMs(left));
  const good = finished.findIndex(isComplete);
  return good < 0 ? finished : finished.slice(0, good);
}

function bornMs(job: Job): number {
  return timeMs(job.metadata.creationTimestamp) ?? timeMs(job.status?.startTime) ?? 0;
}

/** An instant as the API writes it. */
export function timestampOf(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z');
}
