import { z } from 'zod';
import { liveScheduleOf, timestampOf } from '../../kube/jobs/cron-jobs.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refOf, refTo } from '../../kube/object-ref.ts';
import { isActive, isReady } from '../../kube/pods.ts';
import { MINUTE_MS, timeMs } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const SLACK_MS = MINUTE_MS;

export const cronjobForbidBlocked = defineCheck({
  id: 'cronjob-forbid-blocked',
  title: 'Run that goes on keeps a CronJob from starting the next',
  severity: 'medium',
  level: 'rollup',
  subject: 'CronJob',
  reads: ['Job'],
  consults: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy',
  facts: z.object({
    job: z.string(),
    startedAt: z.string(),
    /** The first start that it prevented. */
    blockedSince: z.string(),
  }),
  message: ({ job, startedAt, blockedSince }) =>
    `Run ${job} has been active since ${startedAt}, so the runs due since ${blockedSince} were not started ` +
    '(concurrencyPolicy Forbid)',
  fixes: ({ job }, { subject, object }) => [
    { text: 'See what the run does', command: kubectl('logs', ...inNamespaceOf(object), `job/${job}`, '--tail=50') },
    { text: 'See its pods and events', command: describe(refTo('Job', object.namespace, job)) },
    {
      text: 'Give its Job template an activeDeadlineSeconds, so that a run that hangs ends by itself',
      command: kubectl('edit', ...inNamespaceOf(subject), `cronjob/${subject.name}`),
    },
  ],
  *find(cronJob, view) {
    if (cronJob.spec?.concurrencyPolicy !== 'Forbid') return;
    const schedule = liveScheduleOf(cronJob);
    if (schedule === undefined) return;
    const namespace = cronJob.metadata.namespace ?? '';
    for (const { name = '' } of cronJob.status?.active ?? []) {
      const found = view.get('Job', namespace, name);
      if (found.state !== 'found') continue;
      const job = found.object;
      const startedAt = job.status?.startTime ?? job.metadata.creationTimestamp;
      const startedMs = timeMs(startedAt);
      const dueMs = startedMs === undefined ? undefined : schedule.next(startedMs);
      if (startedAt === undefined || dueMs === undefined || dueMs + SLACK_MS >= view.takenAtMs) continue;
      const waiting = view.controlledBy('Pod', job).filter((pod) => isActive(pod) && !isReady(pod));
      const blockedSince = timestampOf(dueMs);
      yield {
        cause: '',
        since: blockedSince,
        // Where no pod waits, only a finding on the run itself says why it goes on.
        explainedBy: (waiting.length > 0 ? waiting : [job]).map(refOf),
        facts: { job: name, startedAt, blockedSince },
        evidence: [
          { path: 'spec.concurrencyPolicy', value: 'Forbid' },
          { path: 'status.active', value: [name] },
          { object: job, path: 'status.startTime', value: startedAt },
        ],
      };
      return;
    }
  },
});
