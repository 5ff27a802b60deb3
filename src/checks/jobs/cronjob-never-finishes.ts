import { z } from 'zod';
import { firstMissed, liveScheduleOf, startsDue, timestampOf } from '../../kube/jobs/cron-jobs.ts';
import { endOf, isOver } from '../../kube/jobs/jobs.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refOf, refTo } from '../../kube/object-ref.ts';
import { isActive, isReady } from '../../kube/pods.ts';
import { MINUTE_MS, SECOND_MS, timeMs } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** The run that goes on and three that it replaced, one after the other. */
const SEVERAL = 4;
/** A schedule of every minute has more due times than are worth counting. */
const MOST = 100;
/** A start later than this makes up for others: after a suspension, or while the controller was away. */
const PUNCTUAL_MS = MINUTE_MS;
/** With a longer period, a run has to have used half of it: the first after a repair or a suspension is mostly over then. */
const SHORT_MS = 15 * MINUTE_MS;

export const cronjobNeverFinishes = defineCheck({
  id: 'cronjob-never-finishes',
  title: 'Each run of a CronJob is replaced before it ends',
  severity: 'medium',
  level: 'rollup',
  subject: 'CronJob',
  reads: ['Job'],
  consults: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy',
  facts: z.object({
    /** The run that goes on. */
    job: z.string(),
    startedAt: z.string(),
    schedule: z.string(),
    /** Starts that came due since a run ended, or since the CronJob was made; counted as far as 100. */
    periods: z.int(),
    /** True where there were more of them. */
    more: z.boolean(),
    lastEnd: z.string().nullable(),
  }),
  message: ({ job, schedule, periods, more, lastEnd }) =>
    `No run has ended for ${more ? 'more than ' : ''}${periods} periods of its schedule ${schedule}, ` +
    `${lastEnd === null ? 'so none ever has' : `the last at ${lastEnd}`}: each is replaced by the next before it is done, ` +
    `as ${job} is going to be (concurrencyPolicy Replace)`,
  fixes: ({ job }, { subject, object }) => [
    { text: 'See what the run does', command: kubectl('logs', ...inNamespaceOf(object), `job/${job}`, '--tail=50') },
    { text: 'See its pods and events', command: describe(refTo('Job', object.namespace, job)) },
    {
      text: 'Let a run take longer than its period: a rarer schedule, or concurrencyPolicy Forbid with an activeDeadlineSeconds',
      command: kubectl('edit', ...inNamespaceOf(subject), `cronjob/${subject.name}`),
    },
  ],
  *find(cronJob, view) {
    const { spec, status, metadata } = cronJob;
    const [active, ...others] = status?.active ?? [];
    if (spec?.concurrencyPolicy !== 'Replace' || active === undefined || others.length > 0) return;
    const schedule = liveScheduleOf(cronJob);
    const lastMs = timeMs(status?.lastScheduleTime);
    if (schedule === undefined || lastMs === undefined || firstMissed(cronJob, view.takenAtMs) !== undefined) return;
    // A last start that the present schedule does not know: its periods say nothing about the runs before.
    const nextMs = schedule.next(lastMs);
    if (nextMs === undefined || schedule.next(lastMs - SECOND_MS) !== lastMs) return;
    const periodMs = nextMs - lastMs;
    const found = view.get('Job', metadata.namespace ?? '', active.name ?? '');
    if (found.state !== 'found') return;
    const job = found.object;
    const startedAt = job.status?.startTime;
    const startedMs = timeMs(startedAt);
    if (startedAt === undefined || startedMs === undefined) return;
    if (isOver(job) || (job.status?.active ?? 0) === 0) return;
    if (startedMs - lastMs > Math.min(PUNCTUAL_MS, periodMs / 2)) return;
    if (periodMs > SHORT_MS && view.takenAtMs - startedMs < periodMs / 2) return;
    // Runs that end badly and leave nothing behind look the same.
    const keptMs = (job.spec?.ttlSecondsAfterFinished ?? Number.POSITIVE_INFINITY) * SECOND_MS;
    if (spec.failedJobsHistoryLimit === 0 || keptMs <= periodMs) return;
    const ends = view.controlledBy('Job', cronJob).flatMap((run) => (isOver(run) ? [endOf(run)] : []));
    if (ends.includes(undefined)) return;
    const endsMs = [status?.lastSuccessfulTime, ...ends].flatMap((end) => timeMs(end) ?? []);
    const fromMs = endsMs.length > 0 ? Math.max(...endsMs) : timeMs(metadata.creationTimestamp);
    if (fromMs === undefined) return;
    const due = startsDue(schedule, MOST + 1, fromMs, lastMs);
    if (due < SEVERAL) return;
    const lastEnd = endsMs.length > 0 ? timestampOf(fromMs) : null;
    const waiting = view.controlledBy('Pod', job).filter((pod) => isActive(pod) && !isReady(pod));
    yield {
      cause: '',
      confidence: 'likely',
      since: lastEnd,
      // Where no pod waits, only a finding on the run itself says why it goes on.
      explainedBy: (waiting.length > 0 ? waiting : [job]).map(refOf),
      facts: {
        job: job.metadata.name,
        startedAt,
        schedule: spec.schedule ?? '',
        periods: Math.min(due, MOST),
        more: due > MOST,
        lastEnd,
      },
      evidence: [
        { path: 'spec.concurrencyPolicy', value: 'Replace' },
        { path: 'status.active', value: [job.metadata.name] },
        { path: 'status.lastSuccessfulTime', value: status?.lastSuccessfulTime ?? null },
        { path: 'status.lastScheduleTime', value: status?.lastScheduleTime ?? null },
        { object: job, path: 'status.startTime', value: startedAt },
      ],
    };
  },
});
