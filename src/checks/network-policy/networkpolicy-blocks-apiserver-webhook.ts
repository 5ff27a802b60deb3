import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { dnsPods, targetPortOf } from '../../kube/network/cluster-dns.ts';
import { isolating, rulesOf } from '../../kube/network/policies.ts';
import { denialEvidence, effectOfDenial, policiesText } from '../../kube/network/policy-effects.ts';
import { servicePort } from '../../kube/network/service-outage.ts';
import { webhooksTimedOut } from '../../kube/network/webhook-timeouts.ts';
import { WEBHOOK_KINDS, webhooksByService } from '../../kube/network/webhooks.ts';
import { defineCheck } from '../define-check.ts';

export const networkpolicyBlocksApiserverWebhook = defineCheck({
  id: 'networkpolicy-blocks-apiserver-webhook',
  title: 'NetworkPolicy keeps the API server from a webhook',
  severity: 'medium',
  level: 'cause',
  subject: WEBHOOK_KINDS,
  reads: ['Event', 'NetworkPolicy', 'Pod', 'Service'],
  consults: ['CustomResourceDefinition', 'DaemonSet'],
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#timeouts',
  facts: z.object({
    webhook: z.string(),
    service: z.string(),
    namespace: z.string(),
    port: z.union([z.int(), z.string()]),
    policies: z.array(z.string()),
    patch: z.string(),
  }),
  message: ({ webhook, service, namespace, port, policies }) =>
    `Webhook ${webhook} times out, and ${policiesText(policies)} ${policies.length === 1 ? 'lets' : 'let'} only other pods ` +
    `reach port ${port} of its Service ${namespace}/${service}: the API server is none`,
  fixes: ({ namespace, policies: [policy = ''], patch }) => [
    {
      text: 'Let everybody reach the port of the webhook: the address of the API server differs from cluster to cluster',
      command: kubectl('patch', '-n', namespace, `networkpolicy/${policy}`, '--type=json', '-p', patch),
    },
  ],
  *find(configuration, view) {
    if (configuration.metadata.deletionTimestamp !== undefined || effectOfDenial(view).takes === 'no') return;
    const timedOut = view.shared(webhooksTimedOut);
    for (const { service, webhooks } of webhooksByService(configuration)) {
      const event = webhooks.map(({ name = '' }) => timedOut.get(name)).find((one) => one !== undefined);
      const found = event === undefined ? undefined : view.get('Service', service.namespace, service.name);
      if (event === undefined || found?.state !== 'found') continue;
      const port = servicePort(found.object, service.port);
      const [pod] = dnsPods(found.object, view);
      const number = port === undefined || pod === undefined ? undefined : targetPortOf(port, pod);
      if (pod === undefined || number === undefined || pod.spec?.hostNetwork === true) continue;
      const policies = isolating(view.inNamespace('NetworkPolicy', service.namespace), pod.metadata.labels, 'Ingress');
      const [policy] = policies;
      // A rule without peers, or with a block of addresses, may well mean the API server.
      const mayPass = policies.some((one) =>
        rulesOf(one, 'Ingress').some(({ peers }) => peers.length === 0 || peers.some(({ ipBlock }) => ipBlock)),
      );
      if (policy === undefined || mayPass) continue;
      const rule = { ports: [{ port: number, protocol: 'TCP' }] };
      const present = policy.spec?.ingress !== undefined;
      yield {
        cause: `${service.namespace}/${service.name}`,
        confidence: 'likely',
        facts: {
          webhook: webhooks[0]?.name ?? '',
          service: service.name,
          namespace: service.namespace,
          port: service.port,
          policies: policies.map(({ metadata }) => metadata.name),
          patch: JSON.stringify([
            { op: 'add', path: present ? '/spec/ingress/-' : '/spec/ingress', value: present ? rule : [rule] },
          ]),
        },
        evidence: [
          { object: event, path: 'message', value: event.message },
          ...denialEvidence({ verdict: 'denied', side: 'Ingress', policies }),
        ],
      };
    }
  },
});
