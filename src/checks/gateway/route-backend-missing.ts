import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { isPermitted } from '../../kube/gateway/grants.ts';
import { ROUTE_KINDS, servicesOf } from '../../kube/gateway/routes.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { routesLead } from '../../kube/network/ingress-backends.ts';
import { refTo } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const routeBackendMissing = defineCheck({
  id: 'route-backend-missing',
  title: 'Service behind the route does not exist',
  severity: 'high',
  level: 'cause',
  subject: ROUTE_KINDS,
  reads: ['Service'],
  consults: ['ReferenceGrant'],
  explains: ['route-refs-unresolved'],
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#backendref',
  facts: z.object({
    service: z.string(),
    namespace: z.string(),
    routes: z.array(z.string()),
    similar: z.array(z.string()),
  }),
  message: ({ service, namespace, routes, similar }) =>
    `Service ${service} does not exist in namespace ${namespace}, and ${routesLead(routes)} there` +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: ({ namespace }, { object }) => [
    {
      text: 'Correct the name of the Service in the route, or create the Service',
      command: kubectl('edit', ...inNamespaceOf(object), target(object)),
    },
    { text: 'See which Services there are', command: kubectl('get', 'services', '-n', namespace) },
  ],
  *find(route, view) {
    const { creationTimestamp, deletionTimestamp } = route.metadata;
    const young = creationTimestamp !== undefined && view.age(creationTimestamp) < MINUTE_MS;
    if (young || deletionTimestamp !== undefined) return;
    const lost = servicesOf(route).filter(
      (backend) =>
        view.get('Service', backend.namespace, backend.name).state === 'missing' && isPermitted(route, backend, view),
    );
    for (const key of new Set(lost.map(({ namespace, name }) => `${namespace}/${name}`))) {
      const hit = lost.filter(({ namespace, name }) => `${namespace}/${name}` === key);
      const [first] = hit;
      if (first === undefined) continue;
      const { namespace, name } = first;
      const names = view.inNamespace('Service', namespace).map(({ metadata }) => metadata.name);
      yield {
        cause: key,
        shared: refTo('Service', namespace, name),
        facts: {
          service: name,
          namespace,
          routes: [...new Set(hit.map((backend) => backend.route))],
          similar: [...nearMisses(name, names)],
        },
        evidence: hit.slice(0, 5).map(({ path }) => ({ path: `${path}.name`, value: name })),
      };
    }
  },
});
