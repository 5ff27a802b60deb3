import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { ingressBackends, routesLead } from '../../kube/network/ingress-backends.ts';
import { servicePort } from '../../kube/network/service-outage.ts';
import { defineCheck } from '../define-check.ts';

export const ingressBackendPortMissing = defineCheck({
  id: 'ingress-backend-port-missing',
  title: 'Service behind the Ingress has no such port',
  severity: 'high',
  level: 'cause',
  subject: 'Ingress',
  reads: ['Service'],
  source: 'https://kubernetes.io/docs/reference/kubernetes-api/service-resources/ingress-v1/#IngressBackend',
  facts: z.object({
    service: z.string(),
    port: z.string(),
    routes: z.array(z.string()),
    /** What the Service offers: `80 (http)`. */
    offered: z.array(z.string()),
  }),
  message: ({ service, port, routes, offered }) =>
    `${routesLead(routes)} to port ${port} of Service ${service}, which has ` +
    (offered.length > 0 ? `only ${offered.join(', ')}` : 'no port'),
  fixes: (_facts, { object }) => [
    {
      text: 'Correct the port in the Ingress',
      command: kubectl('edit', ...inNamespaceOf(object), `ingress/${object.name}`),
    },
  ],
  *find(ingress, view) {
    if (ingress.metadata.deletionTimestamp !== undefined) return;
    const { namespace = '' } = ingress.metadata;
    const backends = ingressBackends(ingress);
    const seen = new Set<string>();
    for (const { service: name, port } of backends) {
      const key = `${name}:${port}`;
      if (port === undefined || seen.has(key)) continue;
      seen.add(key);
      const found = view.get('Service', namespace, name);
      // Of an ExternalName only the name counts.
      if (found.state !== 'found' || found.object.spec?.type === 'ExternalName' || servicePort(found.object, port))
        continue;
      const hit = backends.filter((backend) => backend.service === name && backend.port === port);
      yield {
        cause: key,
        facts: {
          service: name,
          port: String(port),
          routes: hit.map(({ route }) => route),
          offered: (found.object.spec?.ports ?? []).map((one) =>
            one.name ? `${one.port} (${one.name})` : `${one.port}`,
          ),
        },
        evidence: hit.slice(0, 5).map(({ path }) => ({ path: `${path}.port`, value: port })),
      };
    }
  },
});
