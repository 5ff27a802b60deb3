import { z } from 'zod';
import { containersOf } from '../../kube/containers.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { LOG_KINDS, logCauseOf } from '../../kube/logs/log-cause.ts';
import { logEvidence, logFact, logText } from '../../kube/logs/log-words.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { suspects } from '../../kube/suspects.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';
import { LogFacts } from '../log-facts.ts';

/** A container that ended this recently and often is still in its loop, though it may run at this very moment. */
const RECENT_MS = 15 * MINUTE_MS;
const OFTEN = 3;

export const podInitFailing = defineCheck({
  id: 'pod-init-failing',
  title: 'Init container fails',
  severity: 'high',
  level: 'failure',
  subject: 'Pod',
  among: suspects,
  consults: LOG_KINDS,
  source: 'https://kubernetes.io/docs/tasks/debug/debug-application/debug-init-containers/',
  facts: z.object({
    container: z.string(),
    position: z.int(),
    of: z.int(),
    exitCode: z.int().nullable(),
    reason: z.string().nullable(),
    restarts: z.int(),
    log: LogFacts.nullable(),
  }),
  message: ({ container, position, of, exitCode, reason, restarts, log }) =>
    `Init container ${container} (${position} of ${of}) ends with exit code ${exitCode ?? 'unknown'}` +
    `${reason === null || reason === 'Error' ? '' : ` (${reason})`}, so the pod never starts; ` +
    `restarted ${restarts} ${restarts === 1 ? 'time' : 'times'}${logText(log)}`,
  fixes: ({ container, restarts }, { object }) => [
    {
      text: 'Read what it wrote before it ended',
      command: kubectl(
        ...['logs', ...inNamespaceOf(object), object.name, '-c', container],
        ...(restarts > 0 ? ['--previous'] : []),
      ),
    },
  ],
  *find(pod, view) {
    const inits = containersOf(pod).filter(({ role }) => role === 'init');
    for (const [index, container] of inits.entries()) {
      const { name, status, statusPath } = container;
      const { state, lastState, restartCount: restarts = 0 } = status ?? {};
      const ended = state?.terminated ?? lastState?.terminated;
      const loops = state?.waiting?.reason === 'CrashLoopBackOff';
      const failed = state?.terminated !== undefined && (state.terminated.exitCode ?? 0) !== 0;
      const again =
        state?.running !== undefined &&
        restarts >= OFTEN &&
        !!ended?.finishedAt &&
        view.age(ended.finishedAt) < RECENT_MS;
      if (!loops && !failed && !again) continue;
      const where = `${statusPath}.${state?.terminated === undefined ? 'lastState' : 'state'}.terminated`;
      const log = logCauseOf(pod, container, view);
      yield {
        // What it logs is no part of what it is: from one crash to the next it may be another line.
        cause: name,
        explainedBy: log?.explainedBy ?? [],
        container: name,
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since: unreadySince(pod),
        facts: {
          container: name,
          position: index + 1,
          of: inits.length,
          exitCode: ended?.exitCode ?? null,
          reason: ended?.reason ?? null,
          restarts,
          log: logFact(log),
        },
        evidence: [
          { path: `${where}.exitCode`, value: ended?.exitCode },
          { path: `${statusPath}.restartCount`, value: restarts },
          ...logEvidence(log),
        ],
      };
    }
  },
});
