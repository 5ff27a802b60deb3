import { z } from 'zod';
import { isPermitted } from '../../kube/gateway/grants.ts';
import { ROUTE_KINDS, servicesOf, serviceText } from '../../kube/gateway/routes.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { routesLead } from '../../kube/network/ingress-backends.ts';
import { backendOutage, OUTAGE_KINDS, outageSince } from '../../kube/network/service-outage.ts';
import { refOf } from '../../kube/object-ref.ts';
import { defineCheck } from '../define-check.ts';

export const routeBackendDown = defineCheck({
  id: 'route-backend-down',
  title: 'Service behind the route has no ready endpoint',
  severity: 'critical',
  level: 'rollup',
  subject: ROUTE_KINDS,
  reads: ['Service', ...OUTAGE_KINDS],
  consults: ['Node', 'ReferenceGrant'],
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#httpbackendref',
  facts: z.object({ service: z.string(), namespace: z.string(), name: z.string(), routes: z.array(z.string()) }),
  message: ({ service, routes }) => `${routesLead(routes)} to Service ${service}, which has no ready endpoint`,
  fixes: ({ namespace, name }) => [
    {
      text: 'See the EndpointSlices of the Service',
      command: kubectl('get', 'endpointslices', '-n', namespace, '-l', `kubernetes.io/service-name=${name}`),
    },
  ],
  *find(route, view) {
    if (route.metadata.deletionTimestamp !== undefined) return;
    const backends = servicesOf(route).filter((backend) => isPermitted(route, backend, view));
    for (const key of new Set(backends.map(({ namespace, name }) => `${namespace}/${name}`))) {
      const down = backends.flatMap((backend) => {
        if (`${backend.namespace}/${backend.name}` !== key) return [];
        const found = view.get('Service', backend.namespace, backend.name);
        const outage = found.state === 'found' ? backendOutage(found.object, backend.port, view) : undefined;
        // What was scaled to zero is meant to be away.
        if (found.state !== 'found' || outage === undefined || outage.state === 'zero') return [];
        return [{ backend, outage, service: found.object }];
      });
      const [first] = down;
      if (first === undefined) continue;
      const { namespace, name } = first.backend;
      yield {
        cause: key,
        since: outageSince(first.outage),
        explainedBy: [refOf(first.service)],
        facts: {
          service: serviceText(first.backend, route),
          namespace,
          name,
          routes: [...new Set(down.map(({ backend }) => backend.route))],
        },
        evidence: down.slice(0, 5).map(({ backend }) => ({ path: `${backend.path}.name`, value: name })),
      };
    }
  },
});
