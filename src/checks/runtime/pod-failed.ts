import { z } from 'zod';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { LOG_KINDS, logOfFailure } from '../../kube/logs/log-cause.ts';
import { logEvidence, logFact, logText } from '../../kube/logs/log-words.ts';
import { controllerOf } from '../../kube/owners.ts';
import { isTerminating } from '../../kube/pods.ts';
import { exitText, firstLine } from '../../kube/runtime/ends.ts';
import { failedAt, failureOf, isWorthTelling } from '../../kube/runtime/failed-pods.ts';
import { unsteady } from '../../kube/suspects.ts';
import { defineCheck } from '../define-check.ts';
import { LogFacts } from '../log-facts.ts';

/** What a kubelet leaves behind when it shuts down with its node, or makes room for a critical pod. */
const MADE_ROOM: ReadonlySet<string | undefined> = new Set(['NodeShutdown', 'Preempting', 'Shutdown', 'Terminated']);

export const podFailed = defineCheck({
  id: 'pod-failed',
  title: 'Pod has failed',
  severity: 'high',
  level: 'state',
  subject: 'Pod',
  among: unsteady,
  consults: LOG_KINDS,
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-phase',
  facts: z.object({
    /** The container that failed; null where the pod as a whole did. */
    container: z.string().nullable(),
    exitCode: z.int().nullable(),
    /** The container's reason, or the pod's: `Error`, `OutOfcpu`. */
    reason: z.string().nullable(),
    /** The termination message, or the kubelet's. */
    text: z.string().nullable(),
    replaced: z.boolean(),
    /** What its log tells; null where none was read. */
    log: LogFacts.nullable(),
  }),
  message: ({ container, exitCode, reason, text, replaced, log }) =>
    (container === null
      ? `Failed${reason === null ? '' : ` with reason ${reason}`}`
      : `Container ${container} ended with ${exitText(exitCode, reason)}`) +
    (replaced ? '' : ' and will not be started again') +
    (text === null ? logText(log) : `: ${text}`),
  fixes: ({ container }, { object }) => [
    container === null
      ? { text: 'See why', command: describe(object) }
      : {
          text: 'Read what it wrote before it ended',
          command: kubectl('logs', ...inNamespaceOf(object), object.name, '-c', container),
        },
    { text: 'Repair what it names and create the pod anew; a Job would try again by itself', command: null },
  ],
  *find(pod, view) {
    const { phase, reason, message } = pod.status ?? {};
    if (phase !== 'Failed' || isTerminating(pod) || reason === 'Evicted') return;
    const owner = controllerOf(pod);
    if (owner?.kind === 'Job' || !isWorthTelling(pod, view.takenAtMs)) return;
    if (owner !== undefined && MADE_ROOM.has(reason)) return;
    const failure = reason === undefined ? failureOf(pod) : undefined;
    const log = logOfFailure(failure, view);
    yield {
      cause: failure?.container ?? reason ?? '',
      container: failure?.container,
      explainedBy: log?.explainedBy ?? [],
      latent: owner !== undefined,
      severity: owner === undefined ? 'high' : 'medium',
      since: failedAt(pod),
      facts: {
        container: failure?.container ?? null,
        exitCode: failure?.end.exitCode ?? null,
        reason: failure?.end.reason ?? reason ?? null,
        text: failure?.end.message ?? firstLine(message),
        replaced: owner !== undefined,
        log: logFact(log),
      },
      evidence: [
        { path: 'status.phase', value: phase },
        ...(reason === undefined ? [] : [{ path: 'status.reason', value: reason }]),
        ...(message === undefined ? [] : [{ path: 'status.message', value: message }]),
        ...(failure === undefined ? [] : [{ path: failure.path, value: failure.end.exitCode }]),
        ...logEvidence(log),
      ],
    };
  },
});
