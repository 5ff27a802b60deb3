import { z } from 'zod';
import { conditionPath } from '../../kube/conditions.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { LOG_KINDS, logCauseOf } from '../../kube/logs/log-cause.ts';
import { logEvidence, logFact, logText } from '../../kube/logs/log-words.ts';
import { askedBy, askedText, correctProbe, listenerEvidence, partsText } from '../../kube/runtime/probe-words.ts';
import { probeFailureOf, probeText } from '../../kube/runtime/probes.ts';
import { isRolledOutBehind, unreadyOf } from '../../kube/runtime/readiness.ts';
import { labelsMatch } from '../../kube/selectors.ts';
import { suspects } from '../../kube/suspects.ts';
import { MINUTE_MS, timeMs } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';
import { LogFacts } from '../log-facts.ts';
import { ProbeFacts } from '../probe-facts.ts';

/** The kubelet reports a failure a moment before it turns the condition. */
const SLACK_MS = MINUTE_MS;

export const podNotReady = defineCheck({
  id: 'pod-not-ready',
  title: 'Pod runs but is not ready',
  severity: 'high',
  level: 'state',
  subject: 'Pod',
  among: suspects,
  consults: ['Event', ...LOG_KINDS],
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/#readiness-probe',
  facts: z.object({
    container: z.string(),
    probe: z.string().nullable(),
    /** What the probe got last; null where no event says so. */
    failure: z.string().nullable(),
    asked: ProbeFacts.nullable(),
    /** What its log tells; null where none was read. */
    log: LogFacts.nullable(),
  }),
  message: ({ container, probe, failure, asked, log }) =>
    `Container ${container} runs but is not ready: its readiness probe ` +
    (probe === null ? '' : `(${probe}) `) +
    (failure === null ? 'does not pass' : `fails: ${failure}`) +
    askedText(asked) +
    logText(log),
  fixes: ({ container, asked }, { subject, object }) => [
    {
      text: 'Read what it logs while the probe asks',
      command: kubectl('logs', ...inNamespaceOf(object), object.name, '-c', container, '--tail=50'),
    },
    correctProbe(
      subject,
      'readiness',
      container,
      asked,
      asked?.by === 'command'
        ? ', if its command does not ask what shows that the program can serve'
        : `, if its ${partsText(asked)} is not what the program serves`,
    ),
  ],
  *find(pod, view) {
    const unready = unreadyOf(pod, view.takenAtMs);
    if (unready?.by !== 'container') return;
    const { namespace = '', labels } = pod.metadata;
    const owner = view.topOwner(pod);
    const deployment = owner.kind === 'Deployment' ? view.get('Deployment', namespace, owner.name) : undefined;
    if (deployment?.state === 'found' && isRolledOutBehind(pod, deployment.object)) return;

    const { container } = unready;
    const said = probeFailureOf(view.warnings('Event', pod), container, 'readiness');
    // An older failure is of another time: the pod was ready in between.
    const isCurrent = (timeMs(said?.lastSeen) ?? 0) >= (timeMs(unready.since) ?? 0) - SLACK_MS;
    const failure = isCurrent ? said : undefined;
    const probe = container.spec.readinessProbe;
    const log = logCauseOf(pod, container, view);
    const lines = log?.log.lines ?? [];
    const asked = probe ? askedBy(container, probe, failure?.text ?? null, lines) : null;
    const isServed = view
      .inNamespace('Service', namespace)
      .some(({ spec }) => Object.keys(spec?.selector ?? {}).length > 0 && labelsMatch(spec?.selector, labels));
    yield {
      cause: '',
      severity: isServed || !view.covers('Service', namespace) ? 'high' : 'medium',
      since: unready.since,
      explainedBy: log?.explainedBy ?? [],
      facts: {
        container: container.name,
        probe: probe ? probeText(probe) : null,
        failure: failure?.text ?? null,
        asked,
        log: logFact(log),
      },
      evidence: [
        { path: `${conditionPath('Ready')}.status`, value: 'False' },
        { path: `${container.statusPath}.ready`, value: false },
        ...(failure ? [{ object: failure.event, path: 'message', value: failure.event.message }] : []),
        ...logEvidence(log),
        ...listenerEvidence(asked, log?.log),
      ],
    };
  },
});
