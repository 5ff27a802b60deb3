import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { runningContainersOf } from '../../kube/containers.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { isReady } from '../../kube/pods.ts';
import { isLooping, lastEndOf } from '../../kube/runtime/ends.ts';
import { probeText } from '../../kube/runtime/probes.ts';
import { undeclaredPortsOf } from '../../kube/runtime/undeclared-ports.ts';
import { unreadySince } from '../../kube/startup/pod-start.ts';
import { suspects } from '../../kube/suspects.ts';
import { MINUTE_MS, timeMs } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 2 * MINUTE_MS;

/** The kubelet reports a failure a moment before it acts, and leaves some out when they come thick. */
const SLACK_MS = 6 * MINUTE_MS;

export const probePortMismatch = defineCheck({
  id: 'probe-port-mismatch',
  title: 'Probe asks at a port that the container does not declare',
  severity: 'medium',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  reads: ['Event'],
  explains: ['container-liveness-killed', 'container-startup-probe-failing'],
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/',
  facts: z.object({
    container: z.string(),
    port: z.int(),
    declared: z.array(z.int()),
    probe: z.string(),
    probes: z.array(z.enum(['liveness', 'readiness', 'startup'])),
    failure: z.string(),
  }),
  message: ({ container, declared, probe, probes, failure }) =>
    `The ${probes.join(' and ')} probe of container ${container} (${probe}) finds nobody there (${failure}), and the ` +
    `container declares ${declared.length === 1 ? 'another port' : 'other ports'}: ${listText(declared.map(String))}`,
  fixes: ({ container, declared }, { subject, object }) => [
    correctTemplate(
      subject,
      `the probe's port${declared.length === 1 ? `, if the program listens on ${declared[0]}` : ''}`,
    ),
    {
      text: 'Read on which port it says that it listens',
      command: kubectl('logs', ...inNamespaceOf(object), object.name, '-c', container, '--tail=50'),
    },
  ],
  *find(pod, view) {
    const unready = isReady(pod) ? null : unreadySince(pod);
    for (const container of runningContainersOf(pod)) {
      const { name, specPath } = container;
      // A container that is killed each time may be ready for a moment in between.
      const looping = isLooping(container, pod, view.takenAtMs);
      const since = looping ? lastEndOf(container.status)?.finishedAt : unready;
      if (!since || (!looping && view.age(since) < PATIENCE_MS)) continue;
      const found = undeclaredPortsOf(pod, container, view.warnings('Event', pod), (timeMs(since) ?? 0) - SLACK_MS);
      for (const port of new Set(found.map((one) => one.port))) {
        const asking = found.filter((one) => one.port === port);
        const [first] = asking;
        if (first === undefined) continue;
        yield {
          cause: `${name}/${port}`,
          container: name,
          confidence: 'likely',
          since: unready ?? first.failure.firstSeen,
          facts: {
            container: name,
            port,
            declared: [...first.declared],
            probe: probeText(first.probe),
            probes: asking.map(({ kind }) => kind),
            failure: first.failure.text,
          },
          evidence: [
            ...asking.map(({ kind }) => ({ path: `${specPath}.${kind}Probe`, value: port })),
            { path: `${specPath}.ports`, value: [...first.declared] },
            { object: first.failure.event, path: 'message', value: first.failure.event.message },
          ],
        };
      }
    }
  },
});
