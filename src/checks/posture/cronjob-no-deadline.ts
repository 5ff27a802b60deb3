import { z } from 'zod';
import { templateOf } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

const LACKING = { startingDeadlineSeconds: 'start however late', activeDeadlineSeconds: 'last however long' };

export const cronjobNoDeadline = defineCheck({
  id: 'cronjob-no-deadline',
  title: 'Runs of a CronJob have no deadline',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: 'CronJob',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline',
  facts: z.object({ missing: z.array(z.enum(['startingDeadlineSeconds', 'activeDeadlineSeconds'])) }),
  message: ({ missing }) =>
    `A run may ${missing.map((field) => LACKING[field]).join(' and ')}: no ${missing.join(', no ')}`,
  fixes: (_facts, { subject }) => [
    correctTemplate(
      subject,
      'the deadlines: `startingDeadlineSeconds`, and `activeDeadlineSeconds` of the job template',
    ),
  ],
  *find(cronJob) {
    if (templateOf(cronJob) === undefined || cronJob.spec?.suspend === true) return;
    const { startingDeadlineSeconds, jobTemplate } = cronJob.spec ?? {};
    const missing = [
      ...(startingDeadlineSeconds === undefined ? ['startingDeadlineSeconds' as const] : []),
      ...(jobTemplate?.spec?.activeDeadlineSeconds === undefined ? ['activeDeadlineSeconds' as const] : []),
    ];
    if (missing.length === 0) return;
    yield {
      cause: '',
      latent: true,
      facts: { missing },
      evidence: missing.map((field) => ({
        path: field === 'startingDeadlineSeconds' ? `spec.${field}` : `spec.jobTemplate.spec.${field}`,
        value: null,
      })),
    };
  },
});
