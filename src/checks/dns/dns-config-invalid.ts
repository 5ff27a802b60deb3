import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { clusterDns, dnsPods } from '../../kube/network/cluster-dns.ts';
import { configEndOf } from '../../kube/network/dns-health.ts';
import { refTo } from '../../kube/object-ref.ts';
import { isReady } from '../../kube/pods.ts';
import { endEvidence } from '../../kube/runtime/ends.ts';
import { suspects } from '../../kube/suspects.ts';
import { durationText } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const dnsConfigInvalid = defineCheck({
  id: 'dns-config-invalid',
  title: 'CoreDNS does not accept its configuration',
  severity: 'critical',
  level: 'cause',
  subject: 'Pod',
  among: suspects,
  reads: ['Service'],
  consults: ['ContainerLog'],
  // What never runs long enough listens on no port.
  explains: ['probe-port-mismatch'],
  source: 'https://kubernetes.io/docs/tasks/administer-cluster/dns-custom-nameservers/',
  facts: z.object({
    container: z.string(),
    configMap: z.string().nullable(),
    ranMs: z.int(),
    said: z.string().nullable(),
  }),
  message: ({ container, configMap, ranMs, said }) =>
    `CoreDNS (container ${container}) gives up ${durationText(ranMs)} after each start` +
    (said === null ? '' : `: ${said}`) +
    `; its Corefile${configMap === null ? '' : ` in ConfigMap ${configMap}`} cannot be read, or forwards queries back to itself`,
  fixes: ({ container, configMap }, { object }) => [
    {
      text: 'Read the line of the Corefile that it names, or "Loop ... detected"',
      command: kubectl('logs', ...inNamespaceOf(object), object.name, '-c', container, '--previous'),
    },
    {
      text: 'Correct the Corefile: a syntax error, a plugin that this version lacks, or a forward that ends at CoreDNS again',
      command: kubectl('edit', ...inNamespaceOf(object), `configmap/${configMap ?? 'coredns'}`),
    },
  ],
  *find(pod, view) {
    const dns = view.shared(clusterDns);
    const { namespace = '' } = pod.metadata;
    const pods = dns?.metadata.namespace === namespace ? dnsPods(dns, view) : [];
    if (!pods.includes(pod)) return;
    const found = configEndOf(pod, view);
    if (found === undefined) return;
    const { container, end, configMap, said } = found;
    yield {
      cause: 'Corefile',
      container: container.name,
      confidence: 'likely',
      severity: pods.some(isReady) ? 'high' : 'critical',
      shared: configMap === null ? undefined : refTo('ConfigMap', namespace, configMap),
      facts: {
        container: container.name,
        configMap,
        ranMs: end.ranMs ?? 0,
        said: said === null ? null : said.slice(0, 200),
      },
      evidence: endEvidence(container),
    };
  },
});
