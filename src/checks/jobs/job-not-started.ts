import { z } from 'zod';
import { firstSeen } from '../../kube/events/events.ts';
import { isOver } from '../../kube/jobs/jobs.ts';
import { describe } from '../../kube/kubectl.ts';
import { firstLine } from '../../kube/runtime/ends.ts';
import { earliest, MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 5 * MINUTE_MS;
/** @see https://kubernetes.io/docs/concepts/workloads/controllers/job/#delegation-of-managing-a-job-object-to-external-controller */
const BUILT_IN = 'kubernetes.io/job-controller';

export const jobNotStarted = defineCheck({
  id: 'job-not-started',
  title: 'Job has not started a pod',
  severity: 'high',
  level: 'state',
  subject: 'Job',
  consults: ['Event', 'Pod'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/',
  facts: z.object({
    job: z.string(),
    /** False where not even the controller has looked at the Job. */
    seen: z.boolean(),
    /** What the API server answered last to the wish for a pod. */
    refusal: z.string().nullable(),
  }),
  message: ({ job, seen, refusal }, { subject }) =>
    `${subject.name === job ? 'No pod was created' : `Run ${job}: no pod was created`}` +
    (refusal !== null
      ? `: ${refusal}`
      : seen
        ? ' within 5 minutes, and no event says why'
        : ' within 5 minutes: the Job controller has not taken it up'),
  fixes: (_facts, { object }) => [{ text: 'See its events', command: describe(object) }],
  *find(job, view) {
    const { spec, status, metadata } = job;
    if (isOver(job) || metadata.deletionTimestamp !== undefined) return;
    if (spec?.managedBy !== undefined && spec.managedBy !== BUILT_IN) return;
    if (spec?.suspend === true || spec?.parallelism === 0) return;
    const { active = 0, succeeded = 0, failed = 0, terminating = 0, startTime } = status ?? {};
    if (active + succeeded + failed + terminating > 0 || view.controlledBy('Pod', job).length > 0) return;
    if (view.age(startTime ?? metadata.creationTimestamp) < PATIENCE_MS) return;
    const refusals = view.warnings('Event', job).filter((event) => event.reason === 'FailedCreate');
    const [refusal] = refusals;
    yield {
      cause: '',
      since: startTime ?? earliest(refusals.map(firstSeen)),
      facts: {
        job: metadata.name,
        seen: startTime !== undefined,
        refusal: firstLine(refusal?.message?.replace(/^(\(combined from similar events\): )?Error creating: /, '')),
      },
      evidence: [
        { path: 'status.active', value: active },
        ...(startTime === undefined ? [] : [{ path: 'status.startTime', value: startTime }]),
        ...(refusal === undefined ? [] : [{ object: refusal, path: 'message', value: refusal.message }]),
      ],
    };
  },
});
