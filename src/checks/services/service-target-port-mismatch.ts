import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import {
  balancedPods,
  declaredPorts,
  declaredText,
  probedNumbers,
  targetNumber,
} from '../../kube/network/service-pods.ts';
import { labelsMatch } from '../../kube/selectors.ts';
import { defineCheck } from '../define-check.ts';

export const serviceTargetPortMismatch = defineCheck({
  id: 'service-target-port-mismatch',
  title: 'Service leads to a port that its pods do not declare',
  severity: 'medium',
  level: 'cause',
  // A policy lets in what the pods listen on, not what the Service asks for by mistake.
  explains: ['networkpolicy-isolates-service'],
  subject: 'Service',
  reads: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  facts: z.object({ port: z.int(), targetPort: z.int(), probed: z.array(z.string()) }),
  message: ({ port, targetPort, probed }) =>
    `Port ${port} leads to ${targetPort}, which no container declares; the pods are probed on ${probed.join(' and ')}`,
  fixes: ({ probed }, { subject }) => [
    {
      text: `Lead the Service to ${probed.join(' or ')}, if that is where the program listens`,
      command: kubectl('edit', ...inNamespaceOf(subject), `service/${subject.name}`),
    },
    {
      text: 'Ask the Service from inside the cluster',
      command: kubectl(
        ...['run', 'try', ...inNamespaceOf(subject), '--rm', '-it', '--restart=Never', '--image=busybox:stable'],
        ...['--', 'wget', '-qO-', '-T', '5', `http://${subject.name}`],
      ),
    },
  ],
  *find(service, view) {
    const ports = (service.spec?.ports ?? []).flatMap((one) => {
      const target = targetNumber(one);
      return target === undefined || (one.protocol ?? 'TCP') !== 'TCP' ? [] : [{ port: one.port ?? 0, target }];
    });
    const pods = ports.length === 0 ? [] : balancedPods(service, view);
    const [pod] = pods;
    if (pod === undefined || ports.length !== (service.spec?.ports ?? []).length) return;
    for (const one of pods) {
      const known = declaredPorts(one);
      const asked = probedNumbers(one);
      if (!known.some(({ probed }) => probed)) return;
      if (ports.some(({ target }) => asked.has(target) || known.some(({ number }) => number === target))) return;
    }
    // A second Service on the same pods may be the one for what they declare, and this one for metrics.
    const isOther = (other: typeof service) =>
      other !== service &&
      Object.keys(other.spec?.selector ?? {}).length > 0 &&
      labelsMatch(other.spec?.selector, pod.metadata.labels);
    if (view.inNamespace('Service', service.metadata.namespace ?? '').some(isOther)) return;
    const probed = [
      ...new Set(
        declaredPorts(pod)
          .filter((one) => one.probed)
          .map(declaredText),
      ),
    ];
    for (const { port, target } of ports) {
      yield {
        cause: `${port}`,
        confidence: 'possible',
        facts: { port, targetPort: target, probed: probed.slice(0, 3) },
        evidence: [
          { path: `spec.ports[port=${port}].targetPort`, value: target },
          { object: pod, path: 'spec.containers[].ports', value: declaredPorts(pod).map(declaredText).join(', ') },
        ],
      };
    }
  },
});
