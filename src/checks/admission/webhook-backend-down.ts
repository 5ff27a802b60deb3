import { z } from 'zod';
import { kubectl, target } from '../../kube/kubectl.ts';
import { backendOutage, OUTAGE_KINDS, outageCauses, outageSince } from '../../kube/network/service-outage.ts';
import {
  blocksPodsIn,
  EFFECT_SEVERITY,
  effectOf,
  effectText,
  reachOf,
  WEBHOOK_EFFECTS,
} from '../../kube/network/webhook-reach.ts';
import { WEBHOOK_KINDS, webhookEvidence, webhooksByService, webhooksCall } from '../../kube/network/webhooks.ts';
import { defineCheck } from '../define-check.ts';

const SCALABLE: ReadonlySet<string> = new Set(['Deployment', 'ReplicaSet', 'StatefulSet']);

export const webhookBackendDown = defineCheck({
  id: 'webhook-backend-down',
  title: 'Service of the admission webhook has no ready endpoint',
  severity: 'high',
  level: 'failure',
  subject: WEBHOOK_KINDS,
  reads: ['Service', ...OUTAGE_KINDS],
  consults: ['Namespace', 'Node'],
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#availability',
  facts: z.object({
    webhooks: z.array(z.string()),
    namespace: z.string(),
    service: z.string(),
    effect: z.enum(WEBHOOK_EFFECTS),
    /** Workloads that were scaled to zero. */
    zero: z.array(z.object({ kind: z.string(), name: z.string() })),
    /** True where the webhook's own pods wait for the webhook. */
    deadlock: z.boolean(),
  }),
  message: ({ webhooks, namespace, service, effect, zero, deadlock }) =>
    `${webhooksCall(webhooks)} Service ${namespace}/${service}, which has no ready endpoint` +
    (zero.length > 0
      ? ` since ${zero.map(({ kind, name }) => `${kind} ${name}`).join(' and ')} is scaled to zero`
      : '') +
    `, ${effectText(effect)}` +
    (deadlock ? ', its own pods among them' : ''),
  fixes: ({ namespace, zero, deadlock }, { object }) => {
    const [workload] = zero;
    if (deadlock) {
      const text = 'Leave the namespace of the webhook out of its namespaceSelector, so that its own pods can start';
      return [{ text, command: kubectl('edit', target(object)) }];
    }
    if (workload !== undefined && SCALABLE.has(workload.kind)) {
      const { kind, name } = workload;
      const command = kubectl('scale', '-n', namespace, `${kind.toLowerCase()}/${name}`, '--replicas=1');
      return [{ text: `Scale ${kind} ${name} up`, command }];
    }
    return [{ text: 'See why no pod that serves it is ready', command: kubectl('get', 'pods', '-n', namespace) }];
  },
  *find(configuration, view) {
    if (configuration.metadata.deletionTimestamp !== undefined) return;
    for (const { service, webhooks } of webhooksByService(configuration)) {
      const found = view.get('Service', service.namespace, service.name);
      const outage = found.state === 'found' ? backendOutage(found.object, service.port, view) : undefined;
      if (found.state !== 'found' || outage === undefined) continue;
      const effect = effectOf(reachOf(webhooks, view.covers('Namespace', null) ? view.all('Namespace') : null));
      const home = view.get('Namespace', null, service.namespace);
      const deadlock = outage.state === 'not-created' && home.state === 'found' && blocksPodsIn(webhooks, home.object);
      yield {
        cause: `${service.namespace}/${service.name}`,
        since: outageSince(outage),
        severity: EFFECT_SEVERITY[effect],
        latent: effect === 'none',
        explainedBy: deadlock ? [] : outageCauses(found.object, outage, view),
        facts: {
          webhooks: webhooks.map(({ name = '' }) => name),
          namespace: service.namespace,
          service: service.name,
          effect,
          zero:
            outage.state === 'zero'
              ? outage.workloads.map(({ kind, metadata }) => ({ kind, name: metadata.name }))
              : [],
          deadlock,
        },
        evidence: webhookEvidence(webhooks),
      };
    }
  },
});
