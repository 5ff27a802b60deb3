import { z } from 'zod';
import { isPermitted } from '../../kube/gateway/grants.ts';
import { ROUTE_KINDS, servicesOf, serviceText } from '../../kube/gateway/routes.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { routesLead } from '../../kube/network/ingress-backends.ts';
import { servicePort } from '../../kube/network/service-outage.ts';
import { defineCheck } from '../define-check.ts';

export const routeBackendPortMissing = defineCheck({
  id: 'route-backend-port-missing',
  title: 'Service behind the route has no such port',
  severity: 'high',
  level: 'cause',
  subject: ROUTE_KINDS,
  reads: ['Service'],
  consults: ['ReferenceGrant'],
  explains: ['route-refs-unresolved'],
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#backendobjectreference',
  facts: z.object({
    service: z.string(),
    port: z.int(),
    routes: z.array(z.string()),
    /** What the Service offers: `80 (http)`. */
    offered: z.array(z.string()),
  }),
  message: ({ service, port, routes, offered }) =>
    `${routesLead(routes)} to port ${port} of Service ${service}, which has ` +
    (offered.length > 0 ? `only ${offered.join(', ')}` : 'no port'),
  fixes: (_facts, { object }) => [
    { text: 'Correct the port in the route', command: kubectl('edit', ...inNamespaceOf(object), target(object)) },
  ],
  *find(route, view) {
    if (route.metadata.deletionTimestamp !== undefined) return;
    const backends = servicesOf(route).filter((backend) => isPermitted(route, backend, view));
    const seen = new Set<string>();
    for (const backend of backends) {
      const { namespace, name, port } = backend;
      const key = `${namespace}/${name}:${port}`;
      if (port === undefined || seen.has(key)) continue;
      seen.add(key);
      const found = view.get('Service', namespace, name);
      // Of an ExternalName only the name counts.
      if (found.state !== 'found' || found.object.spec?.type === 'ExternalName') continue;
      if (servicePort(found.object, port) !== undefined) continue;
      const hit = backends.filter((one) => `${one.namespace}/${one.name}:${one.port}` === key);
      yield {
        cause: key,
        facts: {
          service: serviceText(backend, route),
          port,
          routes: [...new Set(hit.map((one) => one.route))],
          offered: (found.object.spec?.ports ?? []).map((one) =>
            one.name ? `${one.port} (${one.name})` : `${one.port}`,
          ),
        },
        evidence: hit.slice(0, 5).map(({ path }) => ({ path: `${path}.port`, value: port })),
      };
    }
  },
});
