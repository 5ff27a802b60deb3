import { z } from 'zod';
import { templateOf } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

/** True for a schedule that means an hour of the day: every hour is the same in every zone. */
function namesHours(schedule: string): boolean {
  if (schedule.startsWith('@')) return /^@(yearly|annually|monthly|weekly|daily|midnight)$/.test(schedule);
  const [, hour] = schedule.trim().split(/\s+/);
  return !schedule.includes('TZ=') && hour !== undefined && /^\d/.test(hour);
}

export const cronjobTimezoneImplicit = defineCheck({
  id: 'cronjob-timezone-implicit',
  title: 'Schedule without a time zone',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: 'CronJob',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones',
  facts: z.object({ schedule: z.string() }),
  message: ({ schedule }) =>
    `Its schedule ${schedule} names hours and no time zone: they are those of the controller, mostly UTC, also in summer`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the schedule: add a `timeZone`')],
  *find(cronJob) {
    const { schedule = '', timeZone, suspend } = cronJob.spec ?? {};
    if (templateOf(cronJob) === undefined || suspend === true || timeZone !== undefined || !namesHours(schedule))
      return;
    yield {
      cause: '',
      latent: true,
      facts: { schedule },
      evidence: [
        { path: 'spec.schedule', value: schedule },
        { path: 'spec.timeZone', value: null },
      ],
    };
  },
});
