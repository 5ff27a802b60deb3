import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { asksClusterDns, clusterDns, dnsPort, hasNodeLocalDns } from '../../kube/network/cluster-dns.ts';
import { complainsOfDns, failingInside, UNRESOLVED } from '../../kube/network/failing.ts';
import { type Passage, passageToDns } from '../../kube/network/paths.ts';
import {
  byLabels,
  denialEvidence,
  denyingPolicy,
  effectOfDenial,
  POLICED_KINDS,
  policiesText,
  rulePatch,
  sharedDenial,
} from '../../kube/network/policy-effects.ts';
import { namesHosts } from '../../kube/network/service-clients.ts';
import type { ObjectOf } from '../../kube/object.ts';
import { refOf } from '../../kube/object-ref.ts';
import { isActive } from '../../kube/pods.ts';
import { isDownAlone } from '../../kube/runtime/ends.ts';
import { suspects } from '../../kube/suspects.ts';
import { defineCheck } from '../define-check.ts';

const passages = () => byLabels<{ readonly udp: Passage; readonly tcp: Passage }>();

export const networkpolicyBlocksDns = defineCheck({
  id: 'networkpolicy-blocks-dns',
  title: 'NetworkPolicy keeps pods from the cluster DNS',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  reads: ['NetworkPolicy'],
  consults: ['ContainerLog', 'Event', ...POLICED_KINDS],
  // Without names nobody gets as far as to the Service.
  explains: ['networkpolicy-isolates-service'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-egress-traffic',
  facts: z.object({
    policies: z.array(z.string()),
    policyNamespace: z.string(),
    side: z.enum(['Egress', 'Ingress']),
    dns: z.string(),
    tcpOnly: z.boolean(),
    patch: z.string().nullable(),
  }),
  message: ({ policies, side, dns, tcpOnly }) =>
    `${policiesText(policies)} ${policies.length === 1 ? 'lets' : 'let'} no DNS query (UDP port 53) ` +
    `${side === 'Egress' ? `out to ${dns}` : `in to ${dns}`}, so its pods cannot resolve names` +
    (tcpOnly ? '; only TCP is allowed' : ''),
  fixes: ({ policies: [policy = ''], policyNamespace, patch }) => [
    {
      text: `Let DNS through in NetworkPolicy ${policy}, UDP and TCP`,
      command:
        patch === null
          ? kubectl('edit', '-n', policyNamespace, `networkpolicy/${policy}`)
          : kubectl('patch', '-n', policyNamespace, `networkpolicy/${policy}`, '--type=json', '-p', patch),
    },
    {
      text: 'See all policies that apply',
      command: kubectl('describe', 'networkpolicies', ...inNamespaceOf({ namespace: policyNamespace })),
    },
  ],
  *find(pod, view) {
    if (view.all('NetworkPolicy').length === 0 || !isActive(pod)) return;
    if (pod.spec?.hostNetwork === true || !asksClusterDns(pod)) return;
    const failing = view.shared(suspects).has(pod) && failingInside(pod, UNRESOLVED, view).length > 0;
    if (!failing && !namesHosts(pod)) return;
    const { takes, others } = effectOfDenial(view);
    if (takes === 'no' || (takes === 'if-felt' && !failing) || view.shared(hasNodeLocalDns)) return;
    const dns = view.shared(clusterDns);
    const { udp, tcp } = view.shared(passages)(pod, () => ({
      udp: passageToDns(pod, dns, 'UDP', view),
      tcp: passageToDns(pod, dns, 'TCP', view),
    }));
    // The one that isolates everybody in the namespace is where DNS belongs, and the same for all its pods.
    const policy = udp.policies.find(isForAll) ?? denyingPolicy(udp);
    if (udp.verdict !== 'denied' || policy === undefined) return;
    if (others && !complainsOfDns(pod, view.warnings('Event', pod), view)) return;
    yield {
      cause: udp.side,
      confidence: 'likely',
      latent: !failing,
      severity: failing && isDownAlone(pod) ? 'critical' : 'high',
      ...sharedDenial(udp, view),
      shared: refOf(policy),
      facts: {
        policies: udp.policies.map(({ metadata }) => metadata.name),
        policyNamespace: policy.metadata.namespace ?? '',
        side: udp.side,
        dns: dns === undefined ? 'the DNS of the cluster' : `Service ${dns.metadata.namespace}/${dns.metadata.name}`,
        tcpOnly: tcp.verdict === 'allowed',
        patch:
          udp.side === 'Egress' ? dnsPatch(policy, dns?.metadata.namespace ?? 'kube-system', dnsPort(dns, view)) : null,
      },
      evidence: denialEvidence(udp),
    };
  },
});

function isForAll({ spec }: ObjectOf<'NetworkPolicy'>): boolean {
  const { matchLabels = {}, matchExpressions = [] } = spec?.podSelector ?? {};
  return Object.keys(matchLabels).length === 0 && matchExpressions.length === 0;
}

function dnsPatch(policy: Parameters<typeof rulePatch>[0], namespace: string, port: number): string {
  return rulePatch(policy, 'Egress', { namespace, labels: {} }, [
    { port, protocol: 'UDP' },
    { port, protocol: 'TCP' },
  ]);
}
