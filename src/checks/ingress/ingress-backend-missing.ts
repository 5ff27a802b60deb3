import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { ingressBackends, routesLead } from '../../kube/network/ingress-backends.ts';
import { refTo } from '../../kube/object-ref.ts';
import { defineCheck } from '../define-check.ts';

export const ingressBackendMissing = defineCheck({
  id: 'ingress-backend-missing',
  title: 'Service behind the Ingress does not exist',
  severity: 'high',
  level: 'cause',
  subject: 'Ingress',
  reads: ['Service'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-rules',
  facts: z.object({
    service: z.string(),
    namespace: z.string(),
    routes: z.array(z.string()),
    similar: z.array(z.string()),
  }),
  message: ({ service, namespace, routes, similar }) =>
    `Service ${service} does not exist in namespace ${namespace}, and ${routesLead(routes)} there` +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: (_facts, { object }) => [
    {
      text: 'Correct the name of the Service in the Ingress, or create the Service',
      command: kubectl('edit', ...inNamespaceOf(object), `ingress/${object.name}`),
    },
    { text: 'See which Services there are', command: kubectl('get', 'services', ...inNamespaceOf(object)) },
  ],
  *find(ingress, view) {
    if (ingress.metadata.deletionTimestamp !== undefined) return;
    const { namespace = '' } = ingress.metadata;
    const backends = ingressBackends(ingress);
    for (const service of new Set(backends.map((backend) => backend.service))) {
      if (view.get('Service', namespace, service).state !== 'missing') continue;
      const hit = backends.filter((backend) => backend.service === service);
      const names = view.inNamespace('Service', namespace).map(({ metadata }) => metadata.name);
      yield {
        cause: service,
        shared: refTo('Service', namespace, service),
        facts: {
          service,
          namespace,
          routes: hit.map(({ route }) => route),
          similar: [...nearMisses(service, names)],
        },
        evidence: hit.slice(0, 5).map(({ path }) => ({ path: `${path}.name`, value: service })),
      };
    }
  },
});
