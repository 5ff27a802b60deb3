import { z } from 'zod';
import { runningContainersOf } from '../../kube/containers.ts';
import { lastSeen } from '../../kube/events/events.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import type { KubeEvent } from '../../kube/object.ts';
import { isActive } from '../../kube/pods.ts';
import { quantityText, quantityValue } from '../../kube/quantities.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

const NEAR = 0.95;
/** Older failures speak of another load. */
const RECENT_MS = 15 * MINUTE_MS;
/** How probes fail that a busy program answers too late. */
const TOO_LATE = /context deadline exceeded|Client\.Timeout|i\/o timeout|timed out|timeout:/;

export const containerCpuThrottled = defineCheck({
  id: 'container-cpu-throttled',
  title: 'Container is held at its cpu limit and answers its probes too late',
  severity: 'medium',
  level: 'cause',
  subject: 'Pod',
  reads: ['Event'],
  consults: ['PodMetrics'],
  explains: ['container-liveness-killed', 'container-startup-probe-failing'],
  source:
    'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-limits-are-run',
  facts: z.object({ container: z.string(), usage: z.string(), limit: z.string(), probe: z.string() }),
  message: ({ container, usage, limit, probe }) =>
    `Container ${container} uses ${usage} of the ${limit} cpu that its limit allows and is slowed down: its ${probe} probe gets no answer in time`,
  fixes: (_facts, { subject, object }) => [
    {
      text: 'See what it uses now',
      command: kubectl('top', 'pod', ...inNamespaceOf(object), object.name, '--containers'),
    },
    {
      ...correctTemplate(subject, 'the cpu limit'),
      text: 'Raise its cpu limit, or do without one: the request alone keeps its share',
    },
  ],
  *find(pod, view) {
    if (!isActive(pod)) return;
    const late = view
      .warnings('Event', pod)
      .filter((event) => isLateProbe(event) && view.age(lastSeen(event)) < RECENT_MS);
    if (late.length === 0) return;
    const found = view.get('PodMetrics', pod.metadata.namespace ?? '', pod.metadata.name);
    if (found.state !== 'found') return;
    for (const { name, spec, specPath } of runningContainersOf(pod)) {
      const limitText = spec.resources?.limits?.['cpu'];
      const limit = quantityValue(limitText);
      const usage = quantityValue(found.object.containers?.find((one) => one.name === name)?.usage?.['cpu']);
      const event = late.find(({ involvedObject }) => involvedObject?.fieldPath?.endsWith(`{${name}}`) === true);
      if (limitText === undefined || !limit || usage === undefined || usage < NEAR * limit || event === undefined)
        continue;
      yield {
        cause: name,
        container: name,
        confidence: 'likely',
        facts: {
          container: name,
          usage: quantityText('cpu', usage),
          limit: limitText,
          probe: (event.message ?? '').split(' ')[0]?.toLowerCase() ?? '',
        },
        evidence: [
          { object: found.object, path: `containers[name=${name}].usage.cpu`, value: quantityText('cpu', usage) },
          { path: `${specPath}.resources.limits.cpu`, value: limitText },
          { object: event, path: 'message', value: event.message },
        ],
      };
    }
  },
});

function isLateProbe({ reason, message = '' }: KubeEvent): boolean {
  return reason === 'Unhealthy' && /^(Liveness|Readiness|Startup) probe/.test(message) && TOO_LATE.test(message);
}
