import { z } from 'zod';
import { runningContainersOf } from '../../kube/containers.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { ownLogOf } from '../../kube/logs/own-log.ts';
import { endEvidence, isDownAlone, isLooping, lastEndOf, restartsText } from '../../kube/runtime/ends.ts';
import { askedBy, askedText, correctProbe, listenerEvidence, partsText } from '../../kube/runtime/probe-words.ts';
import { killingProbeOf, probeText } from '../../kube/runtime/probes.ts';
import { suspects } from '../../kube/suspects.ts';
import { HOUR_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';
import { ProbeFacts } from '../probe-facts.ts';

/** As long as the API server keeps events, by default. */
const KEPT_MS = HOUR_MS;

export const containerLivenessKilled = defineCheck({
  id: 'container-liveness-killed',
  title: 'Kubelet restarts a container because its liveness probe fails',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  reads: ['Event'],
  consults: ['ContainerLog'],
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#liveness-probe',
  facts: z.object({
    container: z.string(),
    probe: z.string(),
    failure: z.string(),
    asked: ProbeFacts,
    restarts: z.int(),
    looping: z.boolean(),
  }),
  message: ({ container, probe, failure, asked, restarts, looping }) =>
    `Container ${container} ${looping ? 'is killed after each start' : 'was killed'} because its liveness probe ` +
    `(${probe}) ${looping ? 'fails' : 'failed'}: ${failure}${askedText(asked)} (${restartsText(restarts)})`,
  fixes: ({ container, asked }, { subject, object }) => [
    {
      text: 'Read what it did while the probe failed',
      command: kubectl('logs', ...inNamespaceOf(object), object.name, '-c', container, '--previous'),
    },
    correctProbe(
      subject,
      'liveness',
      container,
      asked,
      `: its ${partsText(asked)}, or its patience (a startupProbe covers a slow start)`,
    ),
  ],
  *find(pod, view) {
    for (const container of runningContainersOf(pod)) {
      const { name, status } = container;
      const restarts = status?.restartCount ?? 0;
      if (restarts < 2 || view.age(lastEndOf(status)?.finishedAt) >= KEPT_MS) continue;
      const killing = killingProbeOf(container, view.warnings('Event', pod));
      if (killing?.kind !== 'liveness') continue;
      const { probe, failure } = killing;
      const log = ownLogOf(pod, name, view);
      const asked = askedBy(container, probe, failure.text, log?.lines ?? []);
      const looping = isLooping(container, pod, view.takenAtMs);
      yield {
        cause: name,
        container: name,
        confidence: 'likely',
        severity: isDownAlone(pod) ? 'critical' : looping ? 'high' : 'medium',
        since: failure.firstSeen,
        facts: {
          container: name,
          probe: probeText(probe),
          failure: failure.text,
          asked,
          restarts,
          looping,
        },
        evidence: [
          { object: failure.event, path: 'message', value: failure.event.message },
          ...endEvidence(container),
          ...listenerEvidence(asked, log),
        ],
      };
    }
  },
});
