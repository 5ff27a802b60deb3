import { z } from 'zod';
import {
  conditionIn,
  conditionSeen,
  isCurrent,
  saysOf,
  standingMs,
  standingSince,
} from '../../kube/custom/conditions.ts';
import { answersFor, gatewaysOf, parentText, ROUTE_KINDS } from '../../kube/gateway/routes.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const routeRefsUnresolved = defineCheck({
  id: 'route-refs-unresolved',
  title: 'Gateway cannot follow what the route refers to',
  severity: 'high',
  level: 'failure',
  subject: ROUTE_KINDS,
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#routeconditionreason',
  facts: z.object({ gateway: z.string(), reason: z.string(), says: z.string() }),
  message: ({ gateway, reason, says }) => `${gateway} cannot follow the references of the route (${reason}): ${says}`,
  fixes: (_facts, { object }) => [
    {
      text: 'Correct the backend or filter that the message names',
      command: kubectl('edit', ...inNamespaceOf(object), target(object)),
    },
  ],
  *find(route, view) {
    if (route.metadata.deletionTimestamp !== undefined) return;
    for (const parent of gatewaysOf(route)) {
      const answers = answersFor(route, parent).flatMap((answer) => conditionIn(answer, 'ResolvedRefs') ?? []);
      if (answers.some(({ status }) => status === 'True')) continue;
      const refusal = answers.find(({ status }) => status === 'False');
      if (refusal === undefined || !isCurrent(refusal, route) || standingMs(refusal, route, view) < MINUTE_MS) continue;
      yield {
        cause: refusal.reason,
        since: standingSince(refusal),
        facts: { gateway: parentText(parent, route), reason: refusal.reason, says: saysOf(refusal) },
        evidence: conditionSeen(refusal, `status.parents[parentRef.name=${parent.name}]`),
      };
    }
  },
});
