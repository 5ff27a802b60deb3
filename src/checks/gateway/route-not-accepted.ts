import { z } from 'zod';
import {
  conditionIn,
  conditionSeen,
  isCurrent,
  saysOf,
  standingMs,
  standingSince,
} from '../../kube/custom/conditions.ts';
import { admissionText } from '../../kube/gateway/allowed-routes.ts';
import { gatewayFault } from '../../kube/gateway/gateways.ts';
import { answersFor, gatewaysOf, parentText, ROUTE_KINDS } from '../../kube/gateway/routes.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const routeNotAccepted = defineCheck({
  id: 'route-not-accepted',
  title: 'Gateway does not accept the route',
  severity: 'high',
  level: 'cause',
  subject: ROUTE_KINDS,
  consults: ['Gateway', 'Namespace'],
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#routeconditiontype',
  facts: z.object({
    gateway: z.string(),
    reason: z.string(),
    says: z.string(),
    /** What the Gateway's listeners let in, where that is the reason: `only routes of its own namespace`. */
    lets: z.string().nullable(),
  }),
  message: ({ gateway, reason, says, lets }) =>
    `${gateway} does not accept the route (${reason}): ${says}${lets === null ? '' : `; it lets in ${lets}`}`,
  fixes: ({ reason }, { object }) => [
    reason === 'NotAllowedByListeners'
      ? {
          text: "Let the Gateway's listener take routes of this namespace (allowedRoutes), or label the namespace as it wants",
          command: kubectl('get', 'gateways', '-A', '-o', 'yaml'),
        }
      : {
          text: 'Correct hostnames, sectionName or port, so that they agree with a listener of the Gateway',
          command: kubectl('edit', ...inNamespaceOf(object), target(object)),
        },
  ],
  *find(route, view) {
    if (route.metadata.deletionTimestamp !== undefined) return;
    for (const parent of gatewaysOf(route)) {
      const answers = answersFor(route, parent).flatMap((answer) => conditionIn(answer, 'Accepted') ?? []);
      // Of several controllers one that serves it is enough.
      if (answers.some(({ status }) => status === 'True')) continue;
      const refusal = answers.find(({ status }) => status === 'False');
      if (refusal === undefined || !isCurrent(refusal, route)) continue;
      if (standingMs(refusal, route, view) < MINUTE_MS) continue;
      const found = view.get('Gateway', parent.namespace, parent.name);
      if (found.state === 'missing') continue;
      const gateway = found.state === 'found' ? found.object : undefined;
      const isOwnFault = gateway === undefined || gatewayFault(gateway, view) === undefined;
      yield {
        cause: `${parent.namespace}/${parent.name}/${parent.section} ${refusal.reason}`,
        since: standingSince(refusal),
        explainedBy: isOwnFault ? [] : [refOf(gateway)],
        facts: {
          gateway: parentText(parent, route),
          reason: refusal.reason,
          says: saysOf(refusal),
          lets:
            gateway !== undefined && refusal.reason === 'NotAllowedByListeners'
              ? admissionText(gateway, parent.section)
              : null,
        },
        evidence: conditionSeen(refusal, `status.parents[parentRef.name=${parent.name}]`),
      };
    }
  },
});
