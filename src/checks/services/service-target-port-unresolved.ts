import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { selectsPods, slicesOf } from '../../kube/network/service-outage.ts';
import { namedPortsOf } from '../../kube/network/service-pods.ts';
import type { Pod } from '../../kube/object.ts';
import { isActive } from '../../kube/pods.ts';
import { defineCheck } from '../define-check.ts';

export const serviceTargetPortUnresolved = defineCheck({
  id: 'service-target-port-unresolved',
  title: 'Service names a port that no pod has',
  severity: 'high',
  level: 'cause',
  subject: 'Service',
  reads: ['EndpointSlice', 'Pod'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports',
  facts: z.object({
    port: z.int(),
    targetPort: z.string(),
    protocol: z.string(),
    /** What the pods declare: `http (8080)`. */
    declared: z.array(z.string()),
  }),
  message: ({ port, targetPort, protocol, declared }) =>
    `Port ${port} leads to the ${protocol} port named ${targetPort}, which no pod of the Service has` +
    (declared.length > 0 ? `; they have ${declared.join(', ')}` : ''),
  fixes: ({ targetPort }, { subject }) => [
    {
      text: `Correct targetPort ${targetPort} in the Service, or name the container's port so`,
      command: kubectl('edit', ...inNamespaceOf(subject), `service/${subject.name}`),
    },
  ],
  *find(service, view) {
    const ports = (service.spec?.ports ?? []).filter(({ targetPort }) => typeof targetPort === 'string');
    if (ports.length === 0 || !selectsPods(service) || service.metadata.deletionTimestamp !== undefined) return;
    const { namespace = '' } = service.metadata;
    const served = new Set(
      slicesOf(service, view).flatMap((slice) => (slice.ports ?? []).map((one) => one.name ?? '')),
    );
    for (const { name: portName = '', port = 0, targetPort, protocol = 'TCP' } of ports) {
      if (served.has(portName)) continue;
      const pods = view.selectByLabels('Pod', namespace, service.spec?.selector).filter(isActive);
      const targets = (pod: Pod) =>
        namedPortsOf(pod).some((one) => one.name === targetPort && one.protocol === protocol);
      if (pods.length === 0 || pods.some(targets)) continue;
      const declared = pods.flatMap((pod) =>
        namedPortsOf(pod).map((one) => `${one.name ?? 'unnamed'} (${one.number})`),
      );
      yield {
        cause: `${targetPort}/${protocol}`,
        facts: { port, targetPort: String(targetPort), protocol, declared: [...new Set(declared)].slice(0, 5) },
        evidence: [{ path: `spec.ports[port=${port}].targetPort`, value: targetPort }],
      };
    }
  },
});
