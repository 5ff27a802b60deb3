import { z } from 'zod';
import { lastSeen } from '../../kube/events/events.ts';
import { firstMissed, timestampOf } from '../../kube/jobs/cron-jobs.ts';
import { runByHand } from '../../kube/jobs/jobs.ts';
import { describe } from '../../kube/kubectl.ts';
import { firstLine } from '../../kube/runtime/ends.ts';
import { timeMs } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const cronjobMissedSchedule = defineCheck({
  id: 'cronjob-missed-schedule',
  title: 'CronJob did not start a run when it was due',
  severity: 'high',
  level: 'failure',
  subject: 'CronJob',
  consults: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#cron-job-limitations',
  facts: z.object({
    schedule: z.string(),
    timeZone: z.string().nullable(),
    /** The first time that was missed. */
    due: z.string(),
    last: z.string().nullable(),
    startingDeadlineSeconds: z.int().nullable(),
    /** What the controller said since then. */
    said: z.string().nullable(),
  }),
  message: ({ schedule, timeZone, due, last, said }) =>
    `No run was started at ${due}, when one was due (schedule ${schedule}${timeZone === null ? '' : `, ${timeZone}`}); ` +
    (last === null ? 'it has never run' : `the last one was that of ${last}`) +
    (said === null ? '' : `; the controller says: ${said}`),
  fixes: ({ startingDeadlineSeconds }, { subject }) => [
    { text: 'See what the controller says', command: describe(subject) },
    ...(startingDeadlineSeconds === null
      ? []
      : [
          {
            text: `Raise startingDeadlineSeconds (${startingDeadlineSeconds} now): a start that is later than that is left out`,
            command: null,
          },
        ]),
    { text: 'Make up for the missed run', command: runByHand(subject) },
  ],
  *find(cronJob, view) {
    const { spec, status } = cronJob;
    // A run that still goes on and forbids the next is cronjob-forbid-blocked's to report.
    if (spec?.concurrencyPolicy === 'Forbid' && (status?.active ?? []).length > 0) return;
    const dueMs = firstMissed(cronJob, view.takenAtMs);
    if (dueMs === undefined) return;
    const due = timestampOf(dueMs);
    const warning = view.warnings('Event', cronJob).find((event) => (timeMs(lastSeen(event)) ?? 0) >= dueMs);
    yield {
      cause: '',
      since: due,
      facts: {
        schedule: spec?.schedule ?? '',
        timeZone: spec?.timeZone ?? null,
        due,
        last: status?.lastScheduleTime ?? null,
        startingDeadlineSeconds: spec?.startingDeadlineSeconds ?? null,
        said: firstLine(warning?.message),
      },
      evidence: [
        { path: 'spec.schedule', value: spec?.schedule },
        { path: 'status.lastScheduleTime', value: status?.lastScheduleTime ?? null },
        ...(warning === undefined ? [] : [{ object: warning, path: 'message', value: warning.message }]),
      ],
    };
  },
});
