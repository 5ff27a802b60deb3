import { z } from 'zod';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { isOver } from '../../kube/jobs/jobs.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { controllerOf } from '../../kube/owners.ts';
import { DAY_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** @see https://kueue.sigs.k8s.io/docs/tasks/run/jobs/ */
const QUEUE_LABEL = 'kueue.x-k8s.io/queue-name';

export const jobSuspended = defineCheck({
  id: 'job-suspended',
  title: 'Job has been suspended for more than a day',
  severity: 'info',
  level: 'state',
  subject: 'Job',
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#suspending-a-job',
  facts: z.object({ job: z.string() }),
  message: ({ job }, { subject }) =>
    `${subject.name === job ? 'Suspended' : `Run ${job} is suspended`}: the controller makes no pods for it`,
  fixes: ({ job }, { object }) => [
    {
      text: 'Let it run',
      command: kubectl('patch', ...inNamespaceOf(object), `job/${job}`, '-p', '{"spec":{"suspend":false}}'),
    },
  ],
  *find(job, view) {
    if (job.spec?.suspend !== true || isOver(job) || job.metadata.deletionTimestamp !== undefined) return;
    // Queues suspend Jobs until it is their turn, and say so themselves.
    const owner = controllerOf(job);
    if (job.metadata.labels?.[QUEUE_LABEL] !== undefined || (owner !== undefined && owner.kind !== 'CronJob')) return;
    const suspended = conditionOf(job, 'Suspended');
    if (suspended?.status !== 'True' || view.age(suspended.lastTransitionTime) < DAY_MS) return;
    yield {
      cause: '',
      since: suspended.lastTransitionTime,
      facts: { job: job.metadata.name },
      evidence: [
        { path: 'spec.suspend', value: true },
        { path: `${conditionPath('Suspended')}.lastTransitionTime`, value: suspended.lastTransitionTime },
      ],
    };
  },
});
