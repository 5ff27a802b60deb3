import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { failedIndexesIn } from '../../kube/jobs/indexes.ts';
import { isOver } from '../../kube/jobs/jobs.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { LOG_KINDS, logOfFailure } from '../../kube/logs/log-cause.ts';
import { explainersOf, logEvidence, logFact, logText } from '../../kube/logs/log-words.ts';
import { refOf } from '../../kube/object-ref.ts';
import { exitText } from '../../kube/runtime/ends.ts';
import { lastFailureOf } from '../../kube/runtime/failed-pods.ts';
import { defineCheck } from '../define-check.ts';
import { LogFacts } from '../log-facts.ts';

export const jobRetrying = defineCheck({
  id: 'job-retrying',
  title: 'Job has failed attempts and tries again',
  severity: 'low',
  level: 'rollup',
  subject: 'Job',
  consults: LOG_KINDS,
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy',
  facts: z.object({
    job: z.string(),
    failed: z.int(),
    /** For each index where `perIndex`, else for all attempts together. */
    backoffLimit: z.int(),
    perIndex: z.boolean(),
    /** Indexes of an Indexed Job whose attempts failed, as far as their pods are there. */
    indexes: z.array(z.int()),
    pod: z.string().nullable(),
    container: z.string().nullable(),
    exitCode: z.int().nullable(),
    containerReason: z.string().nullable(),
    log: LogFacts.nullable(),
  }),
  message: ({ job, failed, backoffLimit, perIndex, indexes, container, exitCode, containerReason, log }, { subject }) =>
    `${subject.name === job ? '' : `Run ${job}: `}${failed} failed attempt${failed === 1 ? '' : 's'}` +
    (indexes.length === 0 ? '' : ` (index ${listText(indexes.map(String))})`) +
    (perIndex
      ? `, of which backoffLimitPerIndex permits ${backoffLimit} for each index`
      : `, of which backoffLimit permits ${backoffLimit}`) +
    (container === null
      ? ''
      : `; container ${container} ended with ${exitText(exitCode, containerReason)}${logText(log)}`),
  fixes: ({ pod, container }, { object }) => [
    pod === null || container === null
      ? { text: 'See its attempts', command: describe(object) }
      : {
          text: 'Read what the last attempt wrote',
          command: kubectl('logs', ...inNamespaceOf(object), pod, '-c', container),
        },
  ],
  *find(job, view) {
    const { failed = 0, succeeded = 0 } = job.status ?? {};
    if (isOver(job) || job.metadata.deletionTimestamp !== undefined) return;
    // A Job of many pods that gets on is doing what it should.
    if (job.spec?.suspend === true || succeeded >= failed) return;
    const pods = view.controlledBy('Pod', job).filter((pod) => pod.status?.phase === 'Failed');
    const last = lastFailureOf(pods);
    const perIndex = job.spec?.backoffLimitPerIndex;
    const log = logOfFailure(last, view);
    yield {
      cause: '',
      explainedBy: explainersOf(log) ?? pods.map(refOf),
      facts: {
        job: job.metadata.name,
        failed,
        backoffLimit: perIndex ?? job.spec?.backoffLimit ?? 6,
        perIndex: perIndex !== undefined,
        indexes: failedIndexesIn(pods),
        pod: last?.pod.metadata.name ?? null,
        container: last?.container ?? null,
        exitCode: last?.end.exitCode ?? null,
        containerReason: last?.end.reason ?? null,
        log: logFact(log),
      },
      evidence: [
        { path: 'status.failed', value: failed },
        perIndex === undefined
          ? { path: 'spec.backoffLimit', value: job.spec?.backoffLimit }
          : { path: 'spec.backoffLimitPerIndex', value: perIndex },
        ...(last === undefined ? [] : [{ object: last.pod, path: last.path, value: last.end.exitCode }]),
        ...logEvidence(log),
      ],
    };
  },
});
