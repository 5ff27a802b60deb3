import { z } from 'zod';
import { runningContainersOf } from '../../kube/containers.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import type { Pod } from '../../kube/object.ts';
import { refOf } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { endEvidence, exitText, isLooping, isNodeRestart, lastEndOf } from '../../kube/runtime/ends.ts';
import { suspects } from '../../kube/suspects.ts';
import { DAY_MS, durationText } from '../../kube/time.ts';
import type { View } from '../../snapshot/view.ts';
import { defineCheck } from '../define-check.ts';

const MANY = 5;
/** Runs shorter than this make five restarts a day. */
const SHORT_RUN_MS = DAY_MS / MANY;

export const podRestartsHigh = defineCheck({
  id: 'pod-restarts-high',
  title: 'Container restarts often',
  severity: 'medium',
  level: 'state',
  subject: 'Pod',
  among: suspects,
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#container-restarts',
  facts: z.object({
    container: z.string(),
    restarts: z.int(),
    ranMs: z.int(),
    exitCode: z.int().nullable(),
    reason: z.string().nullable(),
    terminationMessage: z.string().nullable(),
  }),
  message: ({ container, restarts, ranMs, exitCode, reason, terminationMessage }) =>
    `Container ${container} has restarted ${restarts} times; its last run ended after ${durationText(ranMs)} with ` +
    exitText(exitCode, reason) +
    (terminationMessage === null ? '' : ` and the message "${terminationMessage}"`),
  fixes: ({ container }, { object }) => [
    {
      text: 'Read what it wrote before it ended last',
      command: kubectl('logs', ...inNamespaceOf(object), object.name, '-c', container, '--previous'),
    },
  ],
  *find(pod, view) {
    for (const container of runningContainersOf(pod)) {
      const { name, status } = container;
      const restarts = status?.restartCount ?? 0;
      const end = restarts < MANY ? undefined : lastEndOf(status);
      if (end === undefined || end.ranMs === null || isNodeRestart(end)) continue;
      // Restarts of long ago do not count: the last run and the present one must both be short.
      const startedAt = status?.state?.running?.startedAt;
      if (
        end.ranMs >= SHORT_RUN_MS ||
        view.age(end.finishedAt) >= SHORT_RUN_MS ||
        view.age(startedAt) >= SHORT_RUN_MS
      ) {
        continue;
      }
      // The first is container-oom-killed's to say, also where the container runs well at the moment.
      if (end.reason === 'OOMKilled' || isLooping(container, pod, view.takenAtMs)) continue;
      const { exitCode, reason, message, ranMs } = end;
      yield {
        cause: name,
        container: name,
        explainedBy: siblingsOf(pod, view)
          .filter((sibling) => loops(sibling, name, view.takenAtMs))
          .map(refOf),
        facts: { container: name, restarts, ranMs, exitCode, reason, terminationMessage: message },
        evidence: endEvidence(container),
      };
    }
  },
});

/** Crashes at uneven distances are a loop in one pod and many restarts in the next: one cause all the same. */
function siblingsOf(pod: Pod, view: View<'Pod'>): readonly Pod[] {
  const controller = controllerOf(pod);
  if (controller === undefined) return [];
  const { apiVersion, kind, name, uid } = controller;
  return view.controlledBy('Pod', { apiVersion, kind, metadata: { name, uid } });
}

function loops(pod: Pod, name: string, nowMs: number): boolean {
  return runningContainersOf(pod).some((container) => container.name === name && isLooping(container, pod, nowMs));
}
