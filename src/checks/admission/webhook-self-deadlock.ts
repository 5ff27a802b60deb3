import { z } from 'zod';
import { kubectl, target } from '../../kube/kubectl.ts';
import { backendOutage, OUTAGE_KINDS, outageSince } from '../../kube/network/service-outage.ts';
import { blocksPodsIn } from '../../kube/network/webhook-reach.ts';
import { WEBHOOK_KINDS, webhookEvidence, webhooksByService } from '../../kube/network/webhooks.ts';
import { defineCheck } from '../define-check.ts';

export const webhookSelfDeadlock = defineCheck({
  id: 'webhook-self-deadlock',
  title: 'Admission webhook keeps its own pods from starting',
  severity: 'critical',
  level: 'cause',
  subject: WEBHOOK_KINDS,
  reads: ['Service', 'Namespace', ...OUTAGE_KINDS],
  consults: ['Node'],
  explains: ['webhook-backend-down'],
  source:
    'https://kubernetes.io/docs/concepts/cluster-administration/admission-webhooks-good-practices/#avoid-self-mutation',
  facts: z.object({ webhooks: z.array(z.string()), namespace: z.string(), service: z.string() }),
  message: ({ webhooks, namespace, service }) =>
    `Webhook ${webhooks.slice(0, 3).join(', ')} is asked about every new pod of namespace ${namespace}, where its own ` +
    `backend, Service ${service}, has no pod left: none can start without it`,
  fixes: ({ namespace }, { object }) => [
    {
      text: `Leave namespace ${namespace} out of its namespaceSelector, so that its own pods can start`,
      command: kubectl('edit', target(object)),
    },
    {
      text: 'Or remove the configuration until they run; whoever installed it puts it back',
      command: kubectl('delete', target(object)),
    },
  ],
  *find(configuration, view) {
    if (configuration.metadata.deletionTimestamp !== undefined) return;
    for (const { service, webhooks } of webhooksByService(configuration)) {
      const found = view.get('Service', service.namespace, service.name);
      const home = view.get('Namespace', null, service.namespace);
      const outage = found.state === 'found' ? backendOutage(found.object, service.port, view) : undefined;
      if (outage?.state !== 'not-created' || home.state !== 'found' || !blocksPodsIn(webhooks, home.object)) continue;
      yield {
        cause: `${service.namespace}/${service.name}`,
        since: outageSince(outage),
        facts: {
          webhooks: webhooks.map(({ name = '' }) => name),
          namespace: service.namespace,
          service: service.name,
        },
        evidence: webhookEvidence(webhooks),
      };
    }
  },
});
