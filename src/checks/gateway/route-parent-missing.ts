import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { gatewaysOf, parentText, ROUTE_KINDS } from '../../kube/gateway/routes.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const routeParentMissing = defineCheck({
  id: 'route-parent-missing',
  title: 'Gateway of the route does not exist',
  severity: 'high',
  level: 'cause',
  subject: ROUTE_KINDS,
  reads: ['Gateway'],
  source: 'https://gateway-api.sigs.k8s.io/api-types/httproute/#attaching-to-gateways',
  facts: z.object({
    gateway: z.string(),
    namespace: z.string(),
    /** True where the route names other Gateways that exist. */
    others: z.boolean(),
    similar: z.array(z.string()),
  }),
  message: ({ gateway, namespace, others, similar }) =>
    `${gateway} does not exist in namespace ${namespace}, so ${others ? 'the route is not served there' : 'nothing serves the route'}` +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: (_facts, { object }) => [
    {
      text: 'Correct name and namespace of the Gateway in spec.parentRefs',
      command: kubectl('edit', ...inNamespaceOf(object), target(object)),
    },
    { text: 'See which Gateways there are', command: kubectl('get', 'gateways', '-A') },
  ],
  *find(route, view) {
    const { creationTimestamp, deletionTimestamp } = route.metadata;
    const young = creationTimestamp !== undefined && view.age(creationTimestamp) < MINUTE_MS;
    if (young || deletionTimestamp !== undefined) return;
    const parents = gatewaysOf(route);
    const seen = new Set<string>();
    for (const parent of parents) {
      const { namespace, name, path } = parent;
      const key = `${namespace}/${name}`;
      if (seen.has(key) || view.get('Gateway', namespace, name).state !== 'missing') continue;
      seen.add(key);
      const names = view.inNamespace('Gateway', namespace).map(({ metadata }) => metadata.name);
      const elsewhere = view.all('Gateway').filter(({ metadata }) => metadata.name === name);
      const others = parents.some((other) => view.get('Gateway', other.namespace, other.name).state === 'found');
      yield {
        cause: key,
        shared: refTo('Gateway', namespace, name),
        severity: others ? 'medium' : 'high',
        facts: {
          gateway: parentText({ ...parent, namespace: route.metadata.namespace ?? '', section: '' }, route),
          namespace,
          others,
          similar: [
            ...elsewhere.slice(0, 2).map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`),
            ...nearMisses(name, names),
          ],
        },
        evidence: [{ path: `${path}.name`, value: name }],
      };
    }
  },
});
