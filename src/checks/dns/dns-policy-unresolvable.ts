import { z } from 'zod';
import { asksClusterDns, clusterDns } from '../../kube/network/cluster-dns.ts';
import { failingInside, UNRESOLVED } from '../../kube/network/failing.ts';
import { namesHosts, serviceNamed } from '../../kube/network/service-clients.ts';
import { serviceHostsOf } from '../../kube/network/service-hosts.ts';
import { suspects } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const dnsPolicyUnresolvable = defineCheck({
  id: 'dns-policy-unresolvable',
  title: 'Pod does not ask the DNS that knows its Services',
  severity: 'medium',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  reads: ['Service'],
  consults: ['ContainerLog', 'Namespace'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy',
  facts: z.object({
    container: z.string(),
    host: z.string(),
    where: z.string(),
    policy: z.string(),
    hostNetwork: z.boolean(),
  }),
  message: ({ container, host, where, policy, hostNetwork }) =>
    `Container ${container} is to reach Service ${host} (${where}), but ` +
    (hostNetwork && policy === 'ClusterFirst'
      ? 'on the network of its node dnsPolicy ClusterFirst means the resolver of the node, which does not know it'
      : `its dnsPolicy ${policy} does not ask the DNS of the cluster`),
  fixes: ({ hostNetwork }, { subject }) => [
    correctTemplate(subject, `dnsPolicy: ${hostNetwork ? 'ClusterFirstWithHostNet' : 'ClusterFirst'}`),
  ],
  *find(pod, view) {
    if (!namesHosts(pod) || asksClusterDns(pod)) return;
    const { dnsPolicy = 'ClusterFirst', dnsConfig, hostNetwork = false } = pod.spec ?? {};
    const dns = view.shared(clusterDns);
    const addresses = new Set([dns?.spec?.clusterIP, ...(dns?.spec?.clusterIPs ?? [])]);
    // Whoever names nameservers of his own may have one that knows the cluster; without any, only the node's are asked.
    const own = dnsConfig?.nameservers ?? [];
    if (
      own.length > 0 &&
      (dns === undefined || own.some((server) => addresses.has(server) || server.startsWith('169.254.')))
    )
      return;
    for (const { name, spec, specPath } of failingInside(pod, UNRESOLVED, view)) {
      const named = serviceHostsOf(spec).find(({ host }) => {
        const target = serviceNamed(host, pod.metadata.namespace ?? '', view);
        return target.state === 'found' && (host.includes('.') || target.service.spec?.type !== 'ExternalName');
      });
      if (named === undefined) continue;
      yield {
        cause: `${name}:${named.host}`,
        container: name,
        confidence: 'likely',
        facts: { container: name, host: named.host, where: named.from, policy: dnsPolicy, hostNetwork },
        evidence: [
          { path: 'spec.dnsPolicy', value: dnsPolicy },
          { path: 'spec.hostNetwork', value: hostNetwork },
          { path: `${specPath}.${named.from}`, value: named.host },
        ],
      };
    }
  },
});
