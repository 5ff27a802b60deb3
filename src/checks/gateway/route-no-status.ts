import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { textAt } from '../../kube/custom/fields.ts';
import { classNameOf, gatewayFault } from '../../kube/gateway/gateways.ts';
import { answersFor, gatewaysOf, parentText, ROUTE_KINDS } from '../../kube/gateway/routes.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const routeNoStatus = defineCheck({
  id: 'route-no-status',
  title: 'No controller answers to the route',
  severity: 'medium',
  level: 'failure',
  subject: ROUTE_KINDS,
  reads: ['Gateway'],
  consults: ['GatewayClass'],
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#routestatus',
  facts: z.object({ gateways: z.array(z.string()), kind: z.string(), controllers: z.array(z.string()) }),
  message: ({ gateways, kind, controllers }) =>
    `${listText(gateways, 3)} ${gateways.length === 1 ? 'is' : 'are'} there, but ` +
    (controllers.length === 0 ? 'no controller' : `controller ${listText(controllers, 3)}`) +
    ` has ${controllers.length === 0 ? 'answered' : 'not answered'} to the route: it may be away, or not know the kind ${kind}`,
  fixes: (_facts, { object }) => [
    {
      text: 'See the class of the Gateway, its controller and what it supports',
      command: kubectl('get', 'gatewayclasses', '-o', 'wide'),
    },
    { text: 'See the route', command: describe(object) },
  ],
  *find(route, view) {
    const { creationTimestamp, deletionTimestamp } = route.metadata;
    if (deletionTimestamp !== undefined || view.age(creationTimestamp) < 2 * MINUTE_MS) return;
    const parents = gatewaysOf(route);
    if (parents.some((parent) => answersFor(route, parent).length > 0)) return;
    const gateways = parents.flatMap((parent) => {
      const found = view.get('Gateway', parent.namespace, parent.name);
      return found.state === 'found' ? [{ parent, gateway: found.object }] : [];
    });
    if (gateways.length === 0) return;
    const controllers = gateways.flatMap(({ gateway }) => {
      const found = view.get('GatewayClass', null, classNameOf(gateway));
      return found.state === 'found' ? [textAt(found.object.spec, 'controllerName')] : [];
    });
    const down = gateways.filter(({ gateway }) => gatewayFault(gateway, view) !== undefined);
    yield {
      cause: '',
      explainedBy: down.length === gateways.length ? down.map(({ gateway }) => refOf(gateway)) : [],
      facts: {
        gateways: [...new Set(gateways.map(({ parent }) => parentText(parent, route)))],
        kind: route.kind,
        controllers: [...new Set(controllers)],
      },
      evidence: [{ path: 'status.parents', value: [] }],
    };
  },
});
