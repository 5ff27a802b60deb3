import { z } from 'zod';
import { countText } from '../../base/list-text.ts';
import { nearMisses } from '../../base/near-miss.ts';
import { conditionSeen, saysOf, standingSince } from '../../kube/custom/conditions.ts';
import { classFault, classNameOf, gatewayFault, routeCount } from '../../kube/gateway/gateways.ts';
import { ROUTE_KINDS } from '../../kube/gateway/routes.ts';
import { waitingServicesOf } from '../../kube/gateway/waiting-services.ts';
import { describe, inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { refOf, refTo } from '../../kube/object-ref.ts';
import { defineCheck } from '../define-check.ts';

export const gatewayNotReady = defineCheck({
  id: 'gateway-not-ready',
  title: 'Gateway does not serve',
  severity: 'high',
  level: 'failure',
  subject: 'Gateway',
  consults: ['GatewayClass', 'Service', ...ROUTE_KINDS],
  source: 'https://gateway-api.sigs.k8s.io/geps/gep-1364/',
  facts: z.object({
    className: z.string(),
    fault: z.enum(['no-class', 'unanswered', 'refused']),
    /** The condition that says so: `Accepted` or `Programmed`. */
    type: z.string(),
    says: z.string(),
    routes: z.int(),
    similar: z.array(z.string()),
  }),
  message: ({ className, fault, type, says, routes, similar }) => {
    const hit = routes > 0 ? `, so ${countText(routes, 'route')} cannot be reached through it` : '';
    const meant = similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : '';
    if (fault === 'no-class') return `GatewayClass ${className} does not exist${hit}${meant}`;
    if (fault === 'unanswered') return `No controller of GatewayClass ${className} has answered to the Gateway${hit}`;
    return `Controller of GatewayClass ${className} reports the Gateway as not ${type.toLowerCase()}: ${says}${hit}`;
  },
  fixes: ({ fault }, { object }) => [
    fault === 'no-class'
      ? {
          text: 'Name a GatewayClass that exists',
          command: kubectl('edit', ...inNamespaceOf(object), target(object)),
        }
      : { text: 'See all conditions of the Gateway and its listeners', command: describe(object) },
    { text: 'See the classes and which controllers accept them', command: kubectl('get', 'gatewayclasses') },
  ],
  *find(gateway, view) {
    const fault = gatewayFault(gateway, view);
    if (fault === undefined) return;
    const className = classNameOf(gateway);
    const found = view.get('GatewayClass', null, className);
    const missing = found.state === 'missing';
    const routes = routeCount(gateway, view);
    const names = missing ? view.all('GatewayClass').map(({ metadata }) => metadata.name) : [];
    yield {
      cause: missing ? `class ${className}` : fault.condition.type,
      severity: routes > 0 ? 'critical' : 'high',
      since: standingSince(fault.condition),
      shared: missing ? refTo('GatewayClass', null, className) : undefined,
      explainedBy:
        found.state === 'found' && classFault(found.object, view) !== undefined
          ? [refOf(found.object)]
          : waitingServicesOf(gateway, view).map(refOf),
      facts: {
        className,
        fault: missing ? ('no-class' as const) : fault.state,
        type: fault.condition.type,
        says: saysOf(fault.condition),
        routes,
        similar: [...nearMisses(className, names)],
      },
      evidence: [{ path: 'spec.gatewayClassName', value: className }, ...conditionSeen(fault.condition)],
    };
  },
});
