import type { ObjectOf } from '../object.ts';
import { timeMs } from '../time.ts';
import { isComplete } from './jobs.ts';

type Job = ObjectOf<'Job'>;

/** Fewer runs than this say nothing about how long one takes. */
const ENOUGH = 2;

/** How long a good run takes, by the median of those that are still there; undefined where too few are. */
export function usualRunMs(jobs: readonly Job[]): number | undefined {
  const lengths = jobs
    .flatMap((job) => {
      const [started, ended] = [timeMs(job.status?.startTime), timeMs(job.status?.completionTime)];
      return isComplete(job) && started !== undefined && ended !== undefined ? [ended - started] : [];
    })
    .sort((left, right) => left - right);
  return lengths.length < ENOUGH ? undefined : lengths[Math.floor(lengths.length / 2)];
}
