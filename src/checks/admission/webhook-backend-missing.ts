import { z } from 'zod';
import { kubectl, target } from '../../kube/kubectl.ts';
import { servicePort } from '../../kube/network/service-outage.ts';
import { EFFECT_SEVERITY, effectOf, effectText, reachOf, WEBHOOK_EFFECTS } from '../../kube/network/webhook-reach.ts';
import { WEBHOOK_KINDS, webhookEvidence, webhooksByService, webhooksCall } from '../../kube/network/webhooks.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const webhookBackendMissing = defineCheck({
  id: 'webhook-backend-missing',
  title: 'Service of the admission webhook does not exist',
  severity: 'high',
  level: 'cause',
  subject: WEBHOOK_KINDS,
  reads: ['Service'],
  consults: ['Namespace'],
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#service-reference',
  facts: z.object({
    webhooks: z.array(z.string()),
    namespace: z.string(),
    service: z.string(),
    /** The port that the Service lacks; null where there is no Service. */
    port: z.int().nullable(),
    effect: z.enum(WEBHOOK_EFFECTS),
  }),
  message: ({ webhooks, namespace, service, port, effect }) =>
    `${webhooksCall(webhooks)} Service ${namespace}/${service}, which ` +
    `${port === null ? 'does not exist' : `has no port ${port}`}, ${effectText(effect)}`,
  fixes: ({ namespace, port }, { object }) => [
    port === null
      ? {
          text: 'Bring back what serves the webhook; see what is left of it',
          command: kubectl('get', 'all', '-n', namespace),
        }
      : { text: 'Correct the port in the configuration', command: kubectl('edit', target(object)) },
    {
      text: 'Or remove the configuration, if what it belongs to was uninstalled',
      command: kubectl('delete', target(object)),
    },
  ],
  *find(configuration, view) {
    const { creationTimestamp, deletionTimestamp } = configuration.metadata;
    const young = creationTimestamp !== undefined && view.age(creationTimestamp) < MINUTE_MS;
    if (young || deletionTimestamp !== undefined) return;
    for (const { service, webhooks } of webhooksByService(configuration)) {
      const found = view.get('Service', service.namespace, service.name);
      if (found.state === 'unverified') continue;
      if (found.state === 'found' && servicePort(found.object, service.port)) continue;
      const effect = effectOf(reachOf(webhooks, view.covers('Namespace', null) ? view.all('Namespace') : null));
      yield {
        cause: `${service.namespace}/${service.name}${found.state === 'found' ? `:${service.port}` : ''}`,
        severity: EFFECT_SEVERITY[effect],
        latent: effect === 'none',
        facts: {
          webhooks: webhooks.map(({ name = '' }) => name),
          namespace: service.namespace,
          service: service.name,
          port: found.state === 'found' ? service.port : null,
          effect,
        },
        evidence: webhookEvidence(webhooks),
      };
    }
  },
});
