import { z } from 'zod';
import { conditionIn, isCurrent } from '../../kube/custom/conditions.ts';
import { isPermitted } from '../../kube/gateway/grants.ts';
import { answersFor, gatewaysOf, ROUTE_KINDS, servicesOf } from '../../kube/gateway/routes.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { routesLead } from '../../kube/network/ingress-backends.ts';
import { defineCheck } from '../define-check.ts';

export const routeReferenceNotPermitted = defineCheck({
  id: 'route-reference-not-permitted',
  title: 'No ReferenceGrant lets the route lead to another namespace',
  severity: 'high',
  level: 'cause',
  subject: ROUTE_KINDS,
  reads: ['ReferenceGrant'],
  explains: ['route-refs-unresolved'],
  source: 'https://gateway-api.sigs.k8s.io/api-types/referencegrant/',
  facts: z.object({
    service: z.string(),
    namespace: z.string(),
    kind: z.string(),
    from: z.string(),
    routes: z.array(z.string()),
  }),
  message: ({ service, namespace, kind, from, routes }) =>
    `${routesLead(routes)} to Service ${service} in namespace ${namespace}, where no ReferenceGrant lets ${kind}s of namespace ${from} refer to it`,
  fixes: ({ namespace, kind, from }) => [
    {
      text: `Have the owners of namespace ${namespace} add a ReferenceGrant: from ${kind}s of namespace ${from}, to Services`,
      command: kubectl('explain', 'referencegrant.spec'),
    },
    { text: 'See which grants there are', command: kubectl('get', 'referencegrants', '-n', namespace, '-o', 'yaml') },
  ],
  *find(route, view) {
    if (route.metadata.deletionTimestamp !== undefined) return;
    const foreign = servicesOf(route).filter(
      (backend) => view.covers('ReferenceGrant', backend.namespace) && !isPermitted(route, backend, view),
    );
    if (foreign.length === 0 || isResolved(route)) return;
    for (const key of new Set(foreign.map(({ namespace, name }) => `${namespace}/${name}`))) {
      const hit = foreign.filter(({ namespace, name }) => `${namespace}/${name}` === key);
      const [first] = hit;
      if (first === undefined) continue;
      yield {
        cause: key,
        facts: {
          service: first.name,
          namespace: first.namespace,
          kind: route.kind,
          from: route.metadata.namespace ?? '',
          routes: [...new Set(hit.map((backend) => backend.route))],
        },
        evidence: hit.slice(0, 5).map(({ path, namespace }) => ({ path: `${path}.namespace`, value: namespace })),
      };
    }
  },
});

/** Some controllers follow references without a grant, and say that they do. */
function isResolved(route: Parameters<typeof gatewaysOf>[0]): boolean {
  const said = gatewaysOf(route)
    .flatMap((parent) => answersFor(route, parent))
    .map((answer) => conditionIn(answer, 'ResolvedRefs'));
  return said.length > 0 && said.every((one) => one?.status === 'True' && isCurrent(one, route));
}
