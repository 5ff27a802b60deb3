import { z } from 'zod';
import { parseSchedule } from '../../kube/jobs/cron.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { DAY_MS, timeMs } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** Work whose absence nobody notices until it is needed. */
const PRECIOUS = /backup|snapshot|dump|rotat|renew/i;
const LONG_MS = 7 * DAY_MS;

export const cronjobSuspended = defineCheck({
  id: 'cronjob-suspended',
  title: 'CronJob that used to run is suspended',
  severity: 'info',
  level: 'state',
  subject: 'CronJob',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-suspension',
  facts: z.object({ schedule: z.string(), last: z.string(), precious: z.boolean() }),
  message: ({ schedule, last, precious }) =>
    `Suspended: nothing has run since ${last}, though its schedule is ${schedule}` +
    (precious ? '; by its name this is work that will be missed' : ''),
  fixes: (_facts, { object }) => [
    {
      text: 'Let it run again',
      command: kubectl('patch', ...inNamespaceOf(object), `cronjob/${object.name}`, '-p', '{"spec":{"suspend":false}}'),
    },
  ],
  *find(cronJob, view) {
    const { metadata, spec, status } = cronJob;
    if (spec?.suspend !== true || metadata.deletionTimestamp !== undefined) return;
    // One that has never run is a template for runs by hand.
    const lastMs = timeMs(status?.lastScheduleTime);
    const due = lastMs === undefined ? undefined : parseSchedule(spec.schedule, spec.timeZone)?.next(lastMs);
    if (due === undefined || due > view.takenAtMs) return;
    const names = [metadata.name, ...Object.values(metadata.labels ?? {})];
    const isLong = view.age(status?.lastScheduleTime) > LONG_MS;
    const precious = isLong && names.some((name) => PRECIOUS.test(name ?? ''));
    yield {
      cause: '',
      severity: precious ? 'medium' : 'info',
      facts: { schedule: spec.schedule ?? '', last: status?.lastScheduleTime ?? '', precious },
      evidence: [
        { path: 'spec.suspend', value: true },
        { path: 'status.lastScheduleTime', value: status?.lastScheduleTime },
      ],
    };
  },
});
