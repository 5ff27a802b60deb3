import { z } from 'zod';
import { runningContainersOf } from '../../kube/containers.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { endEvidence, isDownAlone, isLooping, lastEndOf, loopingSince, restartsText } from '../../kube/runtime/ends.ts';
import { killingProbeOf } from '../../kube/runtime/probes.ts';
import { suspects } from '../../kube/suspects.ts';
import { durationText, MINUTE_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const containerExitsImmediately = defineCheck({
  id: 'container-exits-immediately',
  title: 'Container ends at once without an error',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  consults: ['Event'],
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy',
  facts: z.object({
    container: z.string(),
    /** The program that it runs; null for the image's own. */
    program: z.string().nullable(),
    ranMs: z.int(),
    restarts: z.int(),
  }),
  message: ({ container, program, ranMs, restarts }) =>
    `Container ${container} runs ${program ?? "its image's command"} to its end: it stops with exit code 0 after ` +
    `${durationText(ranMs)} and is started again (${restartsText(restarts)})`,
  fixes: ({ container }, { subject, object }) => [
    {
      text: 'Read what it did before it ended',
      command: kubectl('logs', ...inNamespaceOf(object), object.name, '-c', container, '--previous'),
    },
    correctTemplate(subject, 'the command, so that its program stays in the foreground'),
    { text: 'Run it as a Job or CronJob, if it is meant to end', command: null },
  ],
  *find(pod, view) {
    for (const container of runningContainersOf(pod)) {
      const { name, spec, status, specPath } = container;
      const end = lastEndOf(status);
      if (end?.exitCode !== 0 || end.ranMs === null || end.ranMs >= MINUTE_MS) continue;
      if (!isLooping(container, pod, view.takenAtMs)) continue;
      const events = view.warnings('Event', pod);
      // A program that stops properly when the kubelet kills it ends with 0 too.
      if (killingProbeOf(container, events) !== undefined) continue;
      const program = spec.command?.[0] ?? null;
      yield {
        cause: name,
        container: name,
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since: loopingSince(events, container),
        facts: { container: name, program, ranMs: end.ranMs, restarts: status?.restartCount ?? 0 },
        evidence: [...endEvidence(container), { path: `${specPath}.command`, value: program }],
      };
    }
  },
});
