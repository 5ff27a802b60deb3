import { z } from 'zod';
import { failedStreak, fellDue, liveScheduleOf } from '../../kube/jobs/cron-jobs.ts';
import { failedConditionOf } from '../../kube/jobs/jobs.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { LOG_KINDS, logOfFailure } from '../../kube/logs/log-cause.ts';
import { logEvidence, logFact, logText } from '../../kube/logs/log-words.ts';
import { refOf } from '../../kube/object-ref.ts';
import { exitText } from '../../kube/runtime/ends.ts';
import { lastFailureOf } from '../../kube/runtime/failed-pods.ts';
import { timeMs } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';
import { LogFacts } from '../log-facts.ts';

const STREAK = 2;

export const cronjobFailing = defineCheck({
  id: 'cronjob-failing',
  title: 'Runs of a CronJob fail one after the other',
  severity: 'high',
  level: 'rollup',
  subject: 'CronJob',
  reads: ['Job'],
  consults: LOG_KINDS,
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/',
  facts: z.object({
    /** Failed runs that are still there, without a good one since. */
    failedRuns: z.int(),
    lastSuccess: z.string().nullable(),
    reason: z.string().nullable(),
    container: z.string().nullable(),
    exitCode: z.int().nullable(),
    containerReason: z.string().nullable(),
    log: LogFacts.nullable(),
  }),
  message: ({ failedRuns, lastSuccess, reason, container, exitCode, containerReason, log }) =>
    (failedRuns >= STREAK ? `The last ${failedRuns} runs failed` : 'Its runs do not succeed') +
    (lastSuccess === null ? ', and none has ever succeeded' : `; the last good one ended at ${lastSuccess}`) +
    (container === null
      ? reason === null
        ? ''
        : `; reason ${reason}`
      : `; container ${container} ended with ${exitText(exitCode, containerReason)}${logText(log)}`),
  fixes: (_facts, { subject }) => [
    {
      text: 'See its runs',
      command: kubectl('get', 'jobs', ...inNamespaceOf(subject), '--sort-by=.metadata.creationTimestamp'),
    },
  ],
  *find(cronJob, view) {
    const schedule = liveScheduleOf(cronJob);
    if (schedule === undefined) return;
    const { spec, status, metadata } = cronJob;
    const jobs = view.controlledBy('Job', cronJob);
    const [newest, ...others] = failedStreak(jobs);
    const lastSuccess = status?.lastSuccessfulTime ?? null;
    const fromMs = timeMs(lastSuccess ?? metadata.creationTimestamp) ?? view.takenAtMs;
    const untilMs = timeMs(status?.lastScheduleTime) ?? 0;
    if (newest === undefined) {
      // Nothing is left to see of failed runs: two that should have succeeded by now, and no good one, must do.
      const isHidden = spec?.failedJobsHistoryLimit === 0 && jobs.length === 0;
      if (!isHidden || !fellDue(schedule, STREAK, fromMs, untilMs)) return;
    } else if (others.length === 0 && !fellDue(schedule, STREAK, fromMs, untilMs)) {
      return;
    }
    const pods = newest === undefined ? [] : view.controlledBy('Pod', newest);
    const last = lastFailureOf(pods.filter((pod) => pod.status?.phase === 'Failed'));
    const log = logOfFailure(last, view);
    const oldest = others.at(-1) ?? newest;
    const failed = newest === undefined ? undefined : failedConditionOf(newest);
    yield {
      cause: '',
      confidence: newest === undefined ? 'likely' : 'certain',
      since: (oldest === undefined ? undefined : failedConditionOf(oldest))?.lastTransitionTime,
      // Older runs may be too old to have a finding; the newest speaks for all.
      explainedBy: newest === undefined ? [] : [refOf(newest)],
      facts: {
        failedRuns: newest === undefined ? 0 : others.length + 1,
        lastSuccess,
        reason: failed?.reason ?? null,
        container: last?.container ?? null,
        exitCode: last?.end.exitCode ?? null,
        containerReason: last?.end.reason ?? null,
        log: logFact(log),
      },
      evidence: [
        { path: 'status.lastSuccessfulTime', value: lastSuccess },
        { path: 'status.lastScheduleTime', value: status?.lastScheduleTime ?? null },
        ...(newest === undefined
          ? []
          : [{ object: newest, path: 'status.conditions[type=Failed].reason', value: failed?.reason }]),
        ...logEvidence(log),
      ],
    };
  },
});
