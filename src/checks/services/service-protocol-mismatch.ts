import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { balancedPods, declaredPorts, targetNumber } from '../../kube/network/service-pods.ts';
import type { Pod } from '../../kube/object.ts';
import { defineCheck } from '../define-check.ts';

export const serviceProtocolMismatch = defineCheck({
  id: 'service-protocol-mismatch',
  title: 'Service and pods disagree on the protocol of a port',
  severity: 'medium',
  level: 'cause',
  explains: ['networkpolicy-isolates-service'],
  subject: 'Service',
  reads: ['Pod'],
  source: 'https://kubernetes.io/docs/reference/networking/service-protocols/',
  facts: z.object({ port: z.int(), targetPort: z.int(), protocol: z.string(), declared: z.string() }),
  message: ({ port, targetPort, protocol, declared }) =>
    `Port ${port} speaks ${protocol} with port ${targetPort} of the pods, which declare it for ${declared}`,
  fixes: ({ declared }, { subject }) => [
    {
      text: `Give the port protocol ${declared}, or declare the other one in the containers`,
      command: kubectl('edit', ...inNamespaceOf(subject), `service/${subject.name}`),
    },
  ],
  *find(service, view) {
    const ports = service.spec?.ports ?? [];
    for (const one of ports) {
      const target = targetNumber(one);
      const protocol = one.protocol ?? 'TCP';
      // Both protocols on one number, as for DNS and HTTP/3, are meant.
      if (target === undefined || ports.some((other) => other !== one && targetNumber(other) === target)) continue;
      const speaksOther = (pod: Pod) => {
        const own = declaredPorts(pod).filter(({ number }) => number === target);
        return own.length > 0 && own.every((other) => other.protocol !== protocol);
      };
      const pods = balancedPods(service, view);
      const [pod] = pods;
      if (pod === undefined || !pods.every(speaksOther)) continue;
      const declared = declaredPorts(pod).find(({ number }) => number === target)?.protocol ?? '';
      yield {
        cause: `${target}/${protocol}`,
        confidence: 'likely',
        facts: { port: one.port ?? target, targetPort: target, protocol, declared },
        evidence: [
          { path: `spec.ports[port=${one.port}].protocol`, value: protocol },
          { object: pod, path: `spec.containers[].ports[containerPort=${target}].protocol`, value: declared },
        ],
      };
    }
  },
});
