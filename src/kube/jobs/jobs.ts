import { type Condition, conditionOf } from '../conditions.ts';
import { inNamespaceOf, kubectl } from '../kubectl.ts';
import type { ObjectOf } from '../object.ts';
import type { ObjectRef } from '../object-ref.ts';
import { type Indexes, indexesText } from './indexes.ts';

type Job = ObjectOf<'Job'>;

/** The condition that says that a Job has failed for good. */
export function failedConditionOf(job: Job): Condition | undefined {
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

/** When a Job ended, well or not; undefined where it goes on. */
export function endOf(job: Job): string | undefined {
  const condition = isComplete(job) ? conditionOf(job, 'Complete') : failedConditionOf(job);
  return condition === undefined
    ? undefined
    : (job.status?.completionTime ?? condition.lastTransitionTime ?? undefined);
}

/** The command that makes a Job of a CronJob at once. */
export function runByHand(cronJob: ObjectRef): string {
  const name = `${cronJob.name.slice(0, 50)}-by-hand`;
  return kubectl('create', 'job', ...inNamespaceOf(cronJob), name, `--from=cronjob/${cronJob.name}`);
}

/** What the Failed condition of a Job says, with the numbers that belong to it. */
export interface FailureReason extends Indexes {
  readonly reason: string;
  readonly text: string;
  readonly failedPods: number;
  readonly backoffLimit: number;
  readonly deadlineSeconds: number | null;
}

/** Why a Job failed, as the end of a sentence that begins with its name. */
export function failureReasonText(failure: FailureReason): string {
  const { reason, failedIndexes } = failure;
  const indexes = indexesText(failure);
  if (reason === 'FailedIndexes' && failedIndexes !== null) return `failed: ${indexes}`;
  if (reason === 'MaxFailedIndexesExceeded' && failedIndexes !== null) {
    return `was ended because more indexes failed than its maxFailedIndexes permits: ${indexes}`;
  }
  return `${wholeReasonText(failure)}${indexes === '' ? '' : `; ${indexes}`}`;
}

function wholeReasonText({ reason, text, failedPods, backoffLimit, deadlineSeconds }: FailureReason): string {
  if (reason === 'BackoffLimitExceeded') {
    return `failed after ${failedPods} attempt${failedPods === 1 ? '' : 's'} (backoffLimit ${backoffLimit})`;
  }
  if (reason === 'DeadlineExceeded' && deadlineSeconds !== null) {
    return `was ended because it took longer than its activeDeadlineSeconds of ${deadlineSeconds}`;
  }
  return `failed with ${reason}: ${text}`;
}
