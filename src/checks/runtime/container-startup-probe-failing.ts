import { z } from 'zod';
import { runningContainersOf } from '../../kube/containers.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { ownLogOf } from '../../kube/logs/own-log.ts';
import { endEvidence, isDownAlone, restartsText } from '../../kube/runtime/ends.ts';
import { askedBy, askedText, correctProbe, listenerEvidence, partsText } from '../../kube/runtime/probe-words.ts';
import { killingProbeOf, probeBudgetMs, probeText } from '../../kube/runtime/probes.ts';
import { suspects } from '../../kube/suspects.ts';
import { durationText } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';
import { ProbeFacts } from '../probe-facts.ts';

export const containerStartupProbeFailing = defineCheck({
  id: 'container-startup-probe-failing',
  title: 'Container does not start within the time that its startup probe gives',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  reads: ['Event'],
  consults: ['ContainerLog'],
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#startup-probe',
  facts: z.object({
    container: z.string(),
    probe: z.string(),
    failure: z.string(),
    asked: ProbeFacts,
    /** The time that the probe gives. */
    budgetMs: z.int(),
    restarts: z.int(),
  }),
  message: ({ container, probe, failure, asked, budgetMs, restarts }) =>
    `Container ${container} is killed after each start: its startup probe (${probe}) does not succeed within ` +
    `${durationText(budgetMs)}: ${failure}${askedText(asked)} (${restartsText(restarts)})`,
  fixes: ({ container, asked }, { subject, object }) => [
    {
      text: 'Read how far it came before it was killed',
      command: kubectl('logs', ...inNamespaceOf(object), object.name, '-c', container, '--previous'),
    },
    correctProbe(
      subject,
      'startup',
      container,
      asked,
      `: a larger failureThreshold gives more time; look at its ${partsText(asked, 'and')} too`,
    ),
  ],
  *find(pod, view) {
    for (const container of runningContainersOf(pod)) {
      const { name, status } = container;
      if (status?.started === true) continue;
      const killing = killingProbeOf(container, view.warnings('Event', pod));
      if (killing?.kind !== 'startup') continue;
      const { probe, failure } = killing;
      const log = ownLogOf(pod, name, view);
      const asked = askedBy(container, probe, failure.text, log?.lines ?? []);
      yield {
        cause: name,
        container: name,
        confidence: 'likely',
        severity: isDownAlone(pod) ? 'critical' : 'high',
        since: failure.firstSeen,
        facts: {
          container: name,
          probe: probeText(probe),
          failure: failure.text,
          asked,
          budgetMs: probeBudgetMs(probe),
          restarts: status?.restartCount ?? 0,
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
