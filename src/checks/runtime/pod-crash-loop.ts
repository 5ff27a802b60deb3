import { z } from 'zod';
import { runningContainersOf } from '../../kube/containers.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { LOG_KINDS, logCauseOf } from '../../kube/logs/log-cause.ts';
import { logEvidence, logFact, logText } from '../../kube/logs/log-words.ts';
import {
  endEvidence,
  exitText,
  firstLine,
  isDownAlone,
  isLooping,
  lastEndOf,
  loopingSince,
  restartsText,
  tellingEventOf,
} from '../../kube/runtime/ends.ts';
import { suspects } from '../../kube/suspects.ts';
import { durationText } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';
import { LogFacts } from '../log-facts.ts';

export const podCrashLoop = defineCheck({
  id: 'pod-crash-loop',
  title: 'Container keeps crashing',
  severity: 'high',
  level: 'failure',
  subject: 'Pod',
  among: suspects,
  consults: ['Event', ...LOG_KINDS],
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts',
  facts: z.object({
    container: z.string(),
    exitCode: z.int().nullable(),
    reason: z.string().nullable(),
    /** How long the last run took. */
    ranMs: z.int().nullable(),
    restarts: z.int(),
    terminationMessage: z.string().nullable(),
    /** The newest event about the container that says more than that it is restarted. */
    event: z.string().nullable(),
    /** What its log tells; null where none was read. */
    log: LogFacts.nullable(),
  }),
  message: ({ container, exitCode, reason, ranMs, restarts, terminationMessage, event, log }) =>
    `Container ${container} keeps crashing: ${exitText(exitCode, reason)}` +
    (ranMs === null ? '' : ` after ${durationText(ranMs)}`) +
    `, ${restartsText(restarts)}` +
    (terminationMessage === null ? logText(log) : `; it left the message "${terminationMessage}"`) +
    (event === null ? '' : `; event ${event}`),
  fixes: ({ container }, { object }) => [
    {
      text: 'Read what it wrote before it ended',
      command: kubectl('logs', ...inNamespaceOf(object), object.name, '-c', container, '--previous'),
    },
    { text: 'See its command, environment and events', command: describe(object) },
  ],
  *find(pod, view) {
    for (const container of runningContainersOf(pod)) {
      if (!isLooping(container, pod, view.takenAtMs)) continue;
      const { name, status } = container;
      const end = lastEndOf(status);
      const events = view.warnings('Event', pod);
      const log = logCauseOf(pod, container, view);
      const telling = tellingEventOf(events, container);
      yield {
        // What it logs is no part of what it is: from one crash to the next it may be another line.
        cause: name,
        explainedBy: log?.explainedBy ?? [],
        container: name,
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since: loopingSince(events, container),
        facts: {
          container: name,
          exitCode: end?.exitCode ?? null,
          reason: end?.reason ?? null,
          ranMs: end?.ranMs ?? null,
          restarts: status?.restartCount ?? 0,
          terminationMessage: end?.message ?? null,
          event: telling === undefined ? null : [telling.reason, firstLine(telling.message)].filter(Boolean).join(': '),
          log: logFact(log),
        },
        evidence: [
          ...endEvidence(container),
          ...logEvidence(log),
          ...(telling === undefined ? [] : [{ object: telling, path: 'message', value: telling.message }]),
        ],
      };
    }
  },
});
