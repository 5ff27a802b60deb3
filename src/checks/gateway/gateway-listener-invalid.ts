import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { nearMisses } from '../../base/near-miss.ts';
import { conditionSeen, saysOf, standingSince } from '../../kube/custom/conditions.ts';
import { secretMakers } from '../../kube/custom/secret-makers.ts';
import { listenerFaults } from '../../kube/gateway/listeners.ts';
import { describe, inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { defineCheck } from '../define-check.ts';

export const gatewayListenerInvalid = defineCheck({
  id: 'gateway-listener-invalid',
  title: 'Listener of the Gateway is refused',
  severity: 'high',
  level: 'cause',
  subject: 'Gateway',
  consults: ['Secret', 'Certificate', 'ExternalSecret'],
  source: 'https://gateway-api.sigs.k8s.io/reference/spec/#listenerconditiontype',
  facts: z.object({
    listeners: z.array(z.string()),
    reason: z.string(),
    says: z.string(),
    /** The first Secret of its certificates that does not exist. */
    missing: z.string().nullable(),
    similar: z.array(z.string()),
  }),
  message: ({ listeners, reason, says, missing, similar }) =>
    `${listeners.length === 1 ? 'Listener' : 'Listeners'} ${listText(listeners)} ${listeners.length === 1 ? 'is' : 'are'} refused (${reason}): ` +
    (missing === null ? says : `Secret ${missing} with the certificate does not exist`) +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: (_facts, { object }) => [
    {
      text: 'Correct the listener, or make what it refers to',
      command: kubectl('edit', ...inNamespaceOf(object), target(object)),
    },
    { text: 'See the conditions of each listener', command: describe(object) },
  ],
  *find(gateway, view) {
    for (const { listeners, condition, certificates } of listenerFaults(gateway, view)) {
      const missing = certificates.find(
        ({ namespace, name }) => view.get('Secret', namespace, name).state === 'missing',
      );
      const own = missing?.namespace === gateway.metadata.namespace;
      const names =
        missing === undefined ? [] : view.inNamespace('Secret', missing.namespace).map(({ metadata }) => metadata.name);
      yield {
        cause: missing === undefined ? `${condition.type} ${condition.reason}` : `${missing.namespace}/${missing.name}`,
        since: standingSince(condition),
        explainedBy: missing === undefined ? [] : view.shared(secretMakers)(missing.namespace, missing.name),
        facts: {
          listeners: [...listeners],
          reason: condition.reason,
          says: saysOf(condition),
          missing: missing === undefined ? null : own ? missing.name : `${missing.namespace}/${missing.name}`,
          similar: missing === undefined ? [] : [...nearMisses(missing.name, names)],
        },
        evidence: conditionSeen(condition, `status.listeners[name=${listeners[0] ?? ''}]`),
      };
    }
  },
});
