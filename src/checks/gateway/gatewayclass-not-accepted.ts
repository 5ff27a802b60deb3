import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { nearMisses } from '../../base/near-miss.ts';
import { conditionSeen, saysOf, standingSince } from '../../kube/custom/conditions.ts';
import { textAt } from '../../kube/custom/fields.ts';
import { classFault, classNameOf } from '../../kube/gateway/gateways.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { defineCheck } from '../define-check.ts';

export const gatewayclassNotAccepted = defineCheck({
  id: 'gatewayclass-not-accepted',
  title: 'No controller accepts the GatewayClass',
  severity: 'high',
  level: 'cause',
  subject: 'GatewayClass',
  consults: ['Gateway'],
  source: 'https://gateway-api.sigs.k8s.io/api-types/gatewayclass/',
  facts: z.object({
    controller: z.string(),
    /** What the controller says; null where none has answered. */
    says: z.string().nullable(),
    gateways: z.array(z.string()),
    similar: z.array(z.string()),
  }),
  message: ({ controller, says, gateways, similar }) =>
    (says === null
      ? `No controller answers to the name ${controller}`
      : `Controller ${controller} does not accept the class: ${says}`) +
    (gateways.length > 0 ? `, so nothing serves ${listText(gateways, 3)}` : '') +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: ({ says, controller }, { object }) => [
    says === null
      ? {
          text: `See whether the controller that calls itself ${controller} is installed and runs`,
          command: kubectl('get', 'gatewayclasses', '-o', 'wide'),
        }
      : {
          text: 'Correct what the controller objects to in the class or its parameters',
          command: kubectl('edit', 'gatewayclass', object.name),
        },
  ],
  *find(gatewayClass, view) {
    const fault = classFault(gatewayClass, view);
    if (fault === undefined) return;
    const gateways = view
      .all('Gateway')
      .filter((gateway) => classNameOf(gateway) === gatewayClass.metadata.name)
      .map(({ metadata }) => `Gateway ${metadata.namespace ?? ''}/${metadata.name}`);
    // A class that waits for a controller and that nobody uses does no harm.
    if (fault.state === 'unanswered' && gateways.length === 0) return;
    const controller = textAt(gatewayClass.spec, 'controllerName');
    const others = view.all('GatewayClass').filter((other) => classFault(other, view) === undefined);
    const known = others.map((other) => textAt(other.spec, 'controllerName')).filter((name) => name !== controller);
    yield {
      cause: controller,
      severity: gateways.length > 0 ? 'high' : 'low',
      latent: gateways.length === 0,
      since: standingSince(fault.condition),
      facts: {
        controller,
        says: fault.state === 'unanswered' ? null : saysOf(fault.condition),
        gateways,
        similar: fault.state === 'unanswered' ? [...nearMisses(controller, known)] : [],
      },
      evidence: [{ path: 'spec.controllerName', value: controller }, ...conditionSeen(fault.condition)],
    };
  },
});
