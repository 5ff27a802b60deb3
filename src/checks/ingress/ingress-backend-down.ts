import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { ingressBackends, routesLead } from '../../kube/network/ingress-backends.ts';
import { backendOutage, OUTAGE_KINDS, outageSince } from '../../kube/network/service-outage.ts';
import { refOf } from '../../kube/object-ref.ts';
import { defineCheck } from '../define-check.ts';

export const ingressBackendDown = defineCheck({
  id: 'ingress-backend-down',
  title: 'Service behind the Ingress has no ready endpoint',
  severity: 'critical',
  level: 'rollup',
  subject: 'Ingress',
  reads: ['Service', ...OUTAGE_KINDS],
  consults: ['Node'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#what-is-ingress',
  facts: z.object({ service: z.string(), routes: z.array(z.string()) }),
  message: ({ service, routes }) => `${routesLead(routes)} to Service ${service}, which has no ready endpoint`,
  fixes: ({ service }, { object }) => [
    {
      text: 'See the EndpointSlices of the Service',
      command: kubectl(
        'get',
        'endpointslices',
        ...inNamespaceOf(object),
        '-l',
        `kubernetes.io/service-name=${service}`,
      ),
    },
  ],
  *find(ingress, view) {
    if (ingress.metadata.deletionTimestamp !== undefined) return;
    const { namespace = '' } = ingress.metadata;
    const backends = ingressBackends(ingress);
    for (const name of new Set(backends.map(({ service }) => service))) {
      const found = view.get('Service', namespace, name);
      if (found.state !== 'found') continue;
      const down = backends.flatMap((backend) => {
        if (backend.service !== name) return [];
        const outage = backendOutage(found.object, backend.port, view);
        // What was scaled to zero is meant to be away.
        return outage === undefined || outage.state === 'zero' ? [] : [{ ...backend, outage }];
      });
      const [first] = down;
      if (first === undefined) continue;
      yield {
        cause: name,
        since: outageSince(first.outage),
        explainedBy: [refOf(found.object)],
        facts: { service: name, routes: down.map(({ route }) => route) },
        evidence: down.slice(0, 5).map(({ path }) => ({ path: `${path}.name`, value: name })),
      };
    }
  },
});
