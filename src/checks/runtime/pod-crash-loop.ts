import { z } from 'zod';
import { containersOf } from '../../kube/containers.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { isActive } from '../../kube/pods.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** A container that ended this recently and often is still in its loop, though it may run at this very moment. */
const RECENT_MS = 15 * MINUTE_MS;
const OFTEN = 3;

export const podCrashLoop = defineCheck({
  id: 'pod-crash-loop',
  title: 'Container keeps crashing',
  severity: 'high',
  level: 'failure',
  subject: 'Pod',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts',
  facts: z.object({
    container: z.string(),
    exitCode: z.int().nullable(),
    reason: z.string().nullable(),
    restarts: z.int(),
  }),
  message: ({ container, exitCode, reason, restarts }) =>
    `Container ${container} keeps crashing: restarted ${restarts} times, last ended with exit code ${exitCode ?? 'unknown'}` +
    (reason === null || reason === 'Error' ? '' : ` (${reason})`),
  fixes: ({ container }, { object }) => [
    {
      text: 'Read what it wrote before it ended',
      command: kubectl('logs', ...inNamespaceOf(object), object.name, '-c', container, '--previous'),
    },
  ],
  *find(pod, view) {
    if (!isActive(pod)) return;
    for (const { name, role, status, statusPath } of containersOf(pod)) {
      if (role === 'init' || status === undefined) continue;
      const waiting = status.state?.waiting?.reason === 'CrashLoopBackOff';
      const last = status.lastState?.terminated ?? status.state?.terminated;
      const restarts = status.restartCount ?? 0;
      const recent = last?.finishedAt !== undefined && view.age(last.finishedAt) < RECENT_MS;
      if (!waiting && !(restarts >= OFTEN && recent)) continue;
      yield {
        cause: name,
        container: name,
        facts: { container: name, exitCode: last?.exitCode ?? null, reason: last?.reason ?? null, restarts },
        evidence: [
          { path: `${statusPath}.state.waiting.reason`, value: status.state?.waiting?.reason },
          { path: `${statusPath}.lastState.terminated.exitCode`, value: last?.exitCode },
          { path: `${statusPath}.restartCount`, value: restarts },
        ],
      };
    }
  },
});
