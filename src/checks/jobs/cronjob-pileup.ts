import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { liveScheduleOf } from '../../kube/jobs/cron-jobs.ts';
import { isOver } from '../../kube/jobs/jobs.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { isActive, isReady } from '../../kube/pods.ts';
import { MINUTE_MS, timeMs } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const MANY = 3;
/** A run may take this long before its CronJob has a good one to show. */
const LONG_MS = 30 * MINUTE_MS;

export const cronjobPileup = defineCheck({
  id: 'cronjob-pileup',
  title: 'Runs of a CronJob pile up',
  severity: 'medium',
  level: 'rollup',
  subject: 'CronJob',
  reads: ['Job'],
  consults: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy',
  facts: z.object({
    active: z.array(z.string()),
    schedule: z.string(),
    oldestSince: z.string(),
    /** True where none has ended well since the oldest of them began. */
    stuck: z.boolean(),
  }),
  message: ({ active, schedule, oldestSince, stuck }) =>
    stuck
      ? `${active.length} runs are active at once, and none has succeeded since the oldest of them, ${active[0]}, began at ${oldestSince}: ` +
        `concurrencyPolicy Allow starts one more each time (${listText(active)})`
      : `${active.length} runs are active at once: each takes longer than it is to the next start (schedule ${schedule}), and concurrencyPolicy Allow lets them overlap`,
  fixes: ({ active: [oldest = ''] }, { object }) => [
    {
      text: 'See what the oldest run does',
      command: kubectl('logs', ...inNamespaceOf(object), `job/${oldest}`, '--tail=50'),
    },
    {
      text: 'Start no further run while one goes on',
      command: kubectl(
        'patch',
        ...inNamespaceOf(object),
        target(object),
        '-p',
        '{"spec":{"concurrencyPolicy":"Forbid"}}',
      ),
    },
  ],
  *find(cronJob, view) {
    const { spec, status } = cronJob;
    const policy = spec?.concurrencyPolicy ?? 'Allow';
    if (policy !== 'Allow' || (status?.active ?? []).length <= MANY || liveScheduleOf(cronJob) === undefined) return;
    const active = view
      .controlledBy('Job', cronJob)
      .filter((job) => !isOver(job) && job.spec?.suspend !== true && (job.status?.active ?? 0) > 0)
      .sort((left, right) => (timeMs(left.status?.startTime) ?? 0) - (timeMs(right.status?.startTime) ?? 0));
    const [oldest] = active;
    const oldestSince = oldest?.status?.startTime;
    if (oldestSince === undefined || active.length <= MANY) return;
    // Where runs end as fast as they come, they merely overlap.
    const gotOn = (timeMs(status?.lastSuccessfulTime) ?? 0) > (timeMs(oldestSince) ?? 0);
    const stuck = !gotOn && view.age(oldestSince) >= LONG_MS;
    const waiting = active.flatMap((job) =>
      view.controlledBy('Pod', job).filter((pod) => isActive(pod) && !isReady(pod)),
    );
    yield {
      cause: '',
      severity: stuck ? 'medium' : 'low',
      since: stuck ? oldestSince : null,
      explainedBy: (waiting.length > 0 ? waiting : active).map(refOf),
      facts: {
        active: active.map(({ metadata }) => metadata.name),
        schedule: spec?.schedule ?? '',
        oldestSince,
        stuck,
      },
      evidence: [
        { path: 'status.active', value: active.length },
        { path: 'spec.concurrencyPolicy', value: policy },
        { path: 'status.lastSuccessfulTime', value: status?.lastSuccessfulTime ?? null },
      ],
    };
  },
});
