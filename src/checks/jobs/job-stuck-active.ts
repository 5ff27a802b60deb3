import { z } from 'zod';
import { isOver } from '../../kube/jobs/jobs.ts';
import { usualRunMs } from '../../kube/jobs/runs.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isActive, isReady } from '../../kube/pods.ts';
import { durationText, HOUR_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const LONG_MS = 12 * HOUR_MS;
const TIMES_USUAL = 5;

export const jobStuckActive = defineCheck({
  id: 'job-stuck-active',
  title: 'Job goes on without an end',
  severity: 'medium',
  level: 'rollup',
  subject: 'Job',
  consults: ['CronJob', 'Pod'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup',
  facts: z.object({
    job: z.string(),
    startedAt: z.string(),
    /** How long the runs before took; null where there are none to compare with. */
    usual: z.string().nullable(),
    /** Its pods that wait or are not ready. */
    waiting: z.int(),
  }),
  message: ({ job, startedAt, usual, waiting }, { subject }) =>
    `${subject.name === job ? 'Active' : `Run ${job}: active`} since ${startedAt}` +
    (usual === null ? '' : `, while its runs usually take ${usual}`) +
    (waiting === 0
      ? '; nothing ends it, as it has no activeDeadlineSeconds'
      : `; ${waiting} of its pods ${waiting === 1 ? 'is' : 'are'} not ready, and no new one has been made for 12 hours`),
  fixes: ({ job }, { subject, object }) => [
    { text: 'See what it does', command: kubectl('logs', ...inNamespaceOf(object), `job/${job}`, '--tail=50') },
    subject.kind === 'CronJob'
      ? {
          text: 'Give its Job template an activeDeadlineSeconds, so that a run that hangs ends by itself',
          command: kubectl('edit', ...inNamespaceOf(subject), `cronjob/${subject.name}`),
        }
      : {
          text: 'Give it a time after which it is ended, in seconds from its start',
          command: kubectl(
            'patch',
            ...inNamespaceOf(object),
            `job/${job}`,
            '-p',
            '{"spec":{"activeDeadlineSeconds":172800}}',
          ),
        },
  ],
  *find(job, view) {
    const { spec, status, metadata } = job;
    if (isOver(job) || metadata.deletionTimestamp !== undefined || (status?.active ?? 0) === 0) return;
    if (spec?.suspend === true || spec?.activeDeadlineSeconds !== undefined) return;
    const startedAt = status?.startTime;
    const ageMs = view.age(startedAt);
    if (startedAt === undefined || ageMs < LONG_MS) return;
    const pods = view.controlledBy('Pod', job);
    // A new pod is a new attempt, or the next piece of work.
    if (pods.length === 0 || pods.some((pod) => view.age(pod.metadata.creationTimestamp) < LONG_MS)) return;
    const waiting = pods.filter((pod) => isActive(pod) && !isReady(pod));
    const owner = controllerOf(job);
    const cronJob = owner?.kind === 'CronJob' ? view.get('CronJob', metadata.namespace ?? '', owner.name) : undefined;
    const runs = cronJob?.state === 'found' ? view.controlledBy('Job', cronJob.object) : [];
    const usualMs = usualRunMs(runs);
    // Work that takes days is ordinary: only what the same work took before tells that this run hangs.
    if (waiting.length === 0 && (usualMs === undefined || ageMs < TIMES_USUAL * usualMs)) return;
    yield {
      cause: '',
      confidence: waiting.length > 0 ? 'certain' : 'likely',
      explainedBy: waiting.map(refOf),
      facts: {
        job: metadata.name,
        startedAt,
        usual: usualMs === undefined ? null : durationText(usualMs),
        waiting: waiting.length,
      },
      evidence: [
        { path: 'status.startTime', value: startedAt },
        { path: 'status.active', value: status?.active },
        { path: 'spec.activeDeadlineSeconds', value: null },
      ],
    };
  },
});
