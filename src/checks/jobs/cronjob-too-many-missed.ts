import { z } from 'zod';
import { lastSeen } from '../../kube/events/events.ts';
import { firstMissed, timestampOf } from '../../kube/jobs/cron-jobs.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { timeMs } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** The reasons of the present controller and of the one before Kubernetes 1.21. */
const REASONS: ReadonlySet<string> = new Set(['TooManyMissedTimes', 'FailedNeedsStart']);

export const cronjobTooManyMissed = defineCheck({
  id: 'cronjob-too-many-missed',
  title: 'CronJob has missed so many starts that the controller gives up',
  severity: 'high',
  level: 'cause',
  subject: 'CronJob',
  reads: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#cron-job-limitations',
  facts: z.object({ due: z.string(), last: z.string().nullable(), startingDeadlineSeconds: z.int().nullable() }),
  message: ({ due, last, startingDeadlineSeconds }) =>
    `More than 100 starts were missed since ${due}, and the controller starts none: ` +
    (last === null ? 'it has never run' : `the last run was that of ${last}`) +
    (startingDeadlineSeconds === null
      ? '; without startingDeadlineSeconds it counts all of them'
      : `; startingDeadlineSeconds ${startingDeadlineSeconds} lets it count too many`),
  fixes: (_facts, { object }) => [
    {
      text: 'Let it count the last few minutes only: it starts runs again then',
      command: kubectl(
        'patch',
        ...inNamespaceOf(object),
        target(object),
        '-p',
        '{"spec":{"startingDeadlineSeconds":200}}',
      ),
    },
    { text: 'See that the clocks of the control plane agree', command: kubectl('describe', 'nodes') },
  ],
  *find(cronJob, view) {
    const { spec, status } = cronJob;
    // A run that goes on and forbids the next is another matter, and since 1.21 the newest missed one is started.
    if (spec?.concurrencyPolicy === 'Forbid' && (status?.active ?? []).length > 0) return;
    const dueMs = firstMissed(cronJob, view.takenAtMs);
    if (dueMs === undefined) return;
    const warning = view
      .warnings('Event', cronJob)
      .find(({ reason = '', message = '' }) => REASONS.has(reason) && message.includes('too many missed start time'));
    if (warning === undefined || (timeMs(lastSeen(warning)) ?? 0) < dueMs) return;
    yield {
      cause: '',
      since: timestampOf(dueMs),
      facts: {
        due: timestampOf(dueMs),
        last: status?.lastScheduleTime ?? null,
        startingDeadlineSeconds: spec?.startingDeadlineSeconds ?? null,
      },
      evidence: [
        { object: warning, path: 'message', value: warning.message },
        { path: 'status.lastScheduleTime', value: status?.lastScheduleTime ?? null },
        { path: 'spec.startingDeadlineSeconds', value: spec?.startingDeadlineSeconds ?? null },
      ],
    };
  },
});
