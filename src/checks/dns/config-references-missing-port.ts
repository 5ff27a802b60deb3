import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { DROPPED, failingInside, isOfAnother, REFUSED, toldBy } from '../../kube/network/failing.ts';
import { lacksPort, portsText } from '../../kube/network/missing-port.ts';
import { namesHosts, serviceNamed } from '../../kube/network/service-clients.ts';
import { serviceHostsOf } from '../../kube/network/service-hosts.ts';
import { refOf } from '../../kube/object-ref.ts';
import { suspects } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

/** A container that is refused, waits in vain, or does not say why it fails. */
const TELLING = new Set([...DROPPED, ...REFUSED]);

export const configReferencesMissingPort = defineCheck({
  id: 'config-references-missing-port',
  title: 'Program is told to reach a Service at a port that it does not have',
  severity: 'medium',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  reads: ['Service'],
  consults: ['ContainerLog', 'Namespace'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
  facts: z.object({
    container: z.string(),
    host: z.string(),
    port: z.int(),
    where: z.string(),
    service: z.string(),
    namespace: z.string(),
    ports: z.string(),
  }),
  message: ({ container, host, port, where, service, ports }) =>
    `Container ${container} is to reach ${host}:${port} (${where}), but Service ${service} has no port ${port}: it has ${ports}`,
  fixes: ({ where, service, namespace, port }, { subject }) => [
    correctTemplate(subject, `the port in ${where}`),
    {
      text: `Or give the Service port ${port}, if that is what its clients are told`,
      command: kubectl('edit', ...inNamespaceOf({ namespace }), `service/${service}`),
    },
  ],
  *find(pod, view) {
    if (!namesHosts(pod)) return;
    const { namespace: home = '' } = pod.metadata;
    for (const { name: container, spec, specPath } of failingInside(pod, TELLING, view)) {
      for (const { host, port, from } of serviceHostsOf(spec)) {
        const target = port === undefined ? undefined : serviceNamed(host, home, view);
        if (port === undefined || target?.state !== 'found' || !lacksPort(target.service, port)) continue;
        const told = toldBy(pod, container, view);
        const isTold = told?.port === port;
        // The log complains of another connection than this one.
        if (!isTold && told !== undefined && (told.port !== null || isOfAnother(told.host, host))) continue;
        const { name, namespace = '' } = target.service.metadata;
        yield {
          cause: `${namespace}/${name}:${port}`,
          container,
          confidence: isTold ? 'certain' : 'likely',
          shared: refOf(target.service),
          facts: { container, host, port, where: from, service: name, namespace, ports: portsText(target.service) },
          evidence: [
            { path: `${specPath}.${from}`, value: `${host}:${port}` },
            { object: target.service, path: 'spec.ports', value: portsText(target.service) },
          ],
        };
      }
    }
  },
});
