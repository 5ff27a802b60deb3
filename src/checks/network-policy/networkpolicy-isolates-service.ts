import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { type DeniedClient, deniedCalls, deniedClients } from '../../kube/network/denied-clients.ts';
import {
  denialEvidence,
  denyingPolicy,
  effectOfDenial,
  POLICED_KINDS,
  policiesText,
  rulePatch,
  sharedDenial,
} from '../../kube/network/policy-effects.ts';
import { namesHosts, serviceKey } from '../../kube/network/service-clients.ts';
import { selectsPods } from '../../kube/network/service-outage.ts';
import type { Pod } from '../../kube/object.ts';
import { refText } from '../../kube/object-ref.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { suspects } from '../../kube/suspects.ts';
import { isAddedByControllers } from '../../kube/workloads/templates.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import type { View } from '../../snapshot/view.ts';
import { defineCheck } from '../define-check.ts';

type Read =
  | 'ContainerLog'
  | 'Ingress'
  | 'IngressClass'
  | 'NetworkPolicy'
  | 'Pod'
  | 'Service'
  | (typeof POLICED_KINDS)[number];

export const networkpolicyIsolatesService = defineCheck({
  id: 'networkpolicy-isolates-service',
  title: 'NetworkPolicy keeps a client from its Service',
  severity: 'high',
  level: 'cause',
  subject: ['Pod', 'Service'],
  reads: ['NetworkPolicy'],
  consults: ['ContainerLog', 'Ingress', 'IngressClass', ...POLICED_KINDS],
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#the-two-sorts-of-pod-isolation',
  facts: z.object({
    service: z.string(),
    port: z.int(),
    client: z.string(),
    policies: z.array(z.string()),
    policyNamespace: z.string(),
    side: z.enum(['Egress', 'Ingress']),
    patch: z.string(),
  }),
  message: ({ service, port, client, policies, side }) =>
    `${client} calls Service ${service} on port ${port}, but ${policiesText(policies)} ` +
    `${policies.length === 1 ? 'does' : 'do'} not let it ${side === 'Egress' ? 'out there' : 'in'}`,
  fixes: ({ client, policies: [policy = ''], policyNamespace, side, patch }) => [
    {
      text: `Let ${client} ${side === 'Egress' ? 'out' : 'in'} in NetworkPolicy ${policy}`,
      command: kubectl('patch', '-n', policyNamespace, `networkpolicy/${policy}`, '--type=json', '-p', patch),
    },
    {
      text: 'See all policies that apply',
      command: kubectl('describe', 'networkpolicies', ...inNamespaceOf({ namespace: policyNamespace })),
    },
  ],
  *find(object, view: View<Read>) {
    if (view.all('NetworkPolicy').length === 0 || object.metadata.deletionTimestamp !== undefined) return;
    const { takes, others } = effectOfDenial(view);
    if (takes === 'no' || others) return;
    if (isOf(object, 'Pod')) {
      if (!view.shared(suspects).has(object) || !namesHosts(object)) return;
      for (const denied of deniedCalls(object, view)) {
        yield { ...judgement(denied, view), severity: isDownAlone(object) ? 'critical' : 'high' };
      }
    }
    if (!isOf(object, 'Service') || takes !== 'yes' || !selectsPods(object)) return;
    const denied = deniedClients(object, view);
    const client = denied.find(({ isIngress }) => isIngress) ?? denied[0];
    if (client === undefined) return;
    const severity = client.isIngress ? 'high' : 'medium';
    yield { ...judgement(client, view), severity, latent: !client.isIngress };
  },
});

function judgement({ service, pod, port, seen, passage }: DeniedClient, view: View<Read>) {
  const policy = denyingPolicy(passage);
  const far =
    passage.side === 'Egress'
      ? { namespace: service.metadata.namespace ?? '', labels: service.spec?.selector ?? {} }
      : { namespace: pod.metadata.namespace ?? '', labels: lastingLabels(pod) };
  const rule = { port: port.targetPort ?? port.port ?? 0, protocol: port.protocol ?? 'TCP' };
  return {
    cause: `${serviceKey(service)}:${port.port}`,
    confidence: 'likely' as const,
    ...sharedDenial(passage, view),
    facts: {
      service: serviceKey(service),
      port: port.port ?? 0,
      client: refText(view.topOwner(pod)),
      policies: passage.policies.map(({ metadata }) => metadata.name),
      policyNamespace: policy?.metadata.namespace ?? '',
      side: passage.side,
      patch: policy === undefined ? '' : rulePatch(policy, passage.side, far, [rule]),
    },
    evidence: [seen, ...denialEvidence(passage)],
  };
}

/** The labels by which a policy can name the pods of a workload: without those that change with every revision. */
function lastingLabels({ metadata }: Pod): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(metadata.labels ?? {}).flatMap(([key, value]) =>
      value === undefined || isAddedByControllers(key) ? [] : [[key, value]],
    ),
  );
}
