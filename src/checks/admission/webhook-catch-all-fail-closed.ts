import { z } from 'zod';
import { catchesAll, namespacesAtRisk } from '../../kube/admission/catch-all.ts';
import { kubectl, target } from '../../kube/kubectl.ts';
import { WEBHOOK_KINDS } from '../../kube/network/webhooks.ts';
import { selectorText } from '../../kube/selectors.ts';
import { defineCheck } from '../define-check.ts';

export const webhookCatchAllFailClosed = defineCheck({
  id: 'webhook-catch-all-fail-closed',
  title: 'Admission webhook can lock the cluster',
  severity: 'medium',
  level: 'state',
  subject: WEBHOOK_KINDS,
  reads: ['Namespace'],
  source:
    'https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/#exclude-namespaces',
  facts: z.object({ webhook: z.string(), namespaces: z.array(z.string()) }),
  message: ({ webhook, namespaces }) =>
    `Webhook ${webhook} is asked about every kind of object, in ${namespaces.join(' and ')} too, and refuses them all ` +
    'where it does not answer: after a full stop the cluster cannot start again',
  fixes: ({ namespaces }, { object }) => [
    {
      text: `Leave ${namespaces.join(' and ')} out of its namespaceSelector, by the label kubernetes.io/metadata.name`,
      command: kubectl('edit', target(object)),
    },
  ],
  *find(configuration, view) {
    if (configuration.metadata.deletionTimestamp !== undefined) return;
    for (const webhook of configuration.webhooks ?? []) {
      if (!catchesAll(webhook)) continue;
      const namespaces = namespacesAtRisk(webhook, (name) => {
        const found = view.get('Namespace', null, name);
        return found.state === 'found' ? found.object : undefined;
      });
      if (namespaces.length === 0) continue;
      yield {
        cause: webhook.name ?? '',
        latent: true,
        facts: { webhook: webhook.name ?? '', namespaces: [...namespaces] },
        evidence: [
          { path: `webhooks[name=${webhook.name}].failurePolicy`, value: webhook.failurePolicy ?? 'Fail' },
          {
            path: `webhooks[name=${webhook.name}].namespaceSelector`,
            value: selectorText(webhook.namespaceSelector),
          },
        ],
      };
    }
  },
});
