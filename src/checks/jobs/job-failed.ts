import { z } from 'zod';
import { conditionPath } from '../../kube/conditions.ts';
import { indexesOf } from '../../kube/jobs/indexes.ts';
import { failedConditionOf, failureReasonText, runByHand } from '../../kube/jobs/jobs.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { LOG_KINDS, logOfFailure } from '../../kube/logs/log-cause.ts';
import { explainersOf, logEvidence, logFact, logText } from '../../kube/logs/log-words.ts';
import { refOf } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { exitText } from '../../kube/runtime/ends.ts';
import { lastFailureOf } from '../../kube/runtime/failed-pods.ts';
import { DAY_MS, timeMs } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';
import { LogFacts } from '../log-facts.ts';

const HISTORY_MS = 3 * DAY_MS;

export const jobFailed = defineCheck({
  id: 'job-failed',
  title: 'Job has failed',
  severity: 'high',
  level: 'rollup',
  subject: 'Job',
  consults: ['CronJob', ...LOG_KINDS],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup',
  facts: z.object({
    job: z.string(),
    /** The reason of the Failed condition: `BackoffLimitExceeded`, `DeadlineExceeded`, ... */
    reason: z.string(),
    text: z.string(),
    /** The last of its pods that failed; null where none is left. */
    pod: z.string().nullable(),
    container: z.string().nullable(),
    exitCode: z.int().nullable(),
    containerReason: z.string().nullable(),
    terminationMessage: z.string().nullable(),
    failedPods: z.int(),
    backoffLimit: z.int(),
    deadlineSeconds: z.int().nullable(),
    /** Of an Indexed Job, as the API writes them: `0,2-4`; failed ones only where it has a backoffLimitPerIndex. */
    failedIndexes: z.string().nullable(),
    completedIndexes: z.string().nullable(),
    completions: z.int().nullable(),
    succeededSince: z.boolean(),
    /** What the log of that container tells; null where none was read. */
    log: LogFacts.nullable(),
  }),
  message: (facts, { subject }) => {
    const { job, container, exitCode, containerReason, terminationMessage, succeededSince, log } = facts;
    const why = subject.name === job ? capitalised(failureReasonText(facts)) : `Run ${job} ${failureReasonText(facts)}`;
    const last = container === null ? '' : `; container ${container} ended with ${exitText(exitCode, containerReason)}`;
    const said = terminationMessage === null ? logText(log) : `: ${terminationMessage}`;
    return `${why}${last}${said}${succeededSince ? '; a later run succeeded' : ''}`;
  },
  fixes: ({ pod, container, reason }, { subject, object }) => [
    pod === null || container === null
      ? { text: 'See its conditions and events', command: describe(object) }
      : {
          text: 'Read what its last attempt wrote',
          command: kubectl('logs', ...inNamespaceOf(object), pod, '-c', container),
        },
    ...(reason === 'DeadlineExceeded'
      ? [{ text: 'If the work needs that long, raise activeDeadlineSeconds', command: null }]
      : []),
    subject.kind === 'CronJob'
      ? { text: 'Once the cause is repaired, run it by hand instead of waiting', command: runByHand(subject) }
      : { text: 'Once the cause is repaired, delete the Job and create it anew', command: null },
  ],
  *find(job, view) {
    const failed = failedConditionOf(job);
    if (failed === undefined || job.metadata.deletionTimestamp !== undefined) return;
    if (view.age(failed.lastTransitionTime) >= HISTORY_MS) return;
    const owner = controllerOf(job);
    const cronJob =
      owner?.kind === 'CronJob' ? view.get('CronJob', job.metadata.namespace ?? '', owner.name) : undefined;
    const lastSuccess = cronJob?.state === 'found' ? cronJob.object.status?.lastSuccessfulTime : undefined;
    const succeededSince = (timeMs(lastSuccess) ?? 0) > (timeMs(failed.lastTransitionTime) ?? 0);
    const pods = view.controlledBy('Pod', job).filter((pod) => pod.status?.phase === 'Failed');
    const last = lastFailureOf(pods);
    const log = logOfFailure(last, view);
    const indexes = indexesOf(job);
    yield {
      cause: '',
      severity: succeededSince ? 'medium' : 'high',
      since: failed.lastTransitionTime,
      explainedBy: explainersOf(log) ?? pods.map(refOf),
      facts: {
        job: job.metadata.name,
        reason: failed.reason,
        text: failed.message,
        pod: last?.pod.metadata.name ?? null,
        container: last?.container ?? null,
        exitCode: last?.end.exitCode ?? null,
        containerReason: last?.end.reason ?? null,
        terminationMessage: last?.end.message ?? null,
        failedPods: job.status?.failed ?? pods.length,
        backoffLimit: job.spec?.backoffLimit ?? 6,
        deadlineSeconds: job.spec?.activeDeadlineSeconds ?? null,
        ...indexes,
        succeededSince,
        log: logFact(log),
      },
      evidence: [
        { path: `${conditionPath('Failed')}.reason`, value: failed.reason },
        { path: 'status.failed', value: job.status?.failed ?? 0 },
        ...(indexes.failedIndexes === null ? [] : [{ path: 'status.failedIndexes', value: indexes.failedIndexes }]),
        ...(last === undefined ? [] : [{ object: last.pod, path: last.path, value: last.end.exitCode }]),
        ...logEvidence(log),
      ],
    };
  },
});

function capitalised(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}
