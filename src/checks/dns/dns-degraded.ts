import { z } from 'zod';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { clusterDns } from '../../kube/network/cluster-dns.ts';
import { partlyUp } from '../../kube/network/dns-health.ts';
import { refKey } from '../../kube/object-ref.ts';
import { defineCheck } from '../define-check.ts';

export const dnsDegraded = defineCheck({
  id: 'dns-degraded',
  title: 'A part of the cluster DNS is down',
  severity: 'high',
  level: 'rollup',
  subject: 'Service',
  reads: ['Pod'],
  source: 'https://kubernetes.io/docs/tasks/administer-cluster/dns-debugging-resolution/',
  facts: z.object({ ready: z.int(), lacking: z.int() }),
  message: ({ ready, lacking }) =>
    `Only ${ready} of ${ready + lacking} DNS pods ${ready === 1 ? 'answers' : 'answer'}, so names resolve more slowly, and not at all once the rest fails`,
  fixes: (_facts, { object }) => [
    { text: 'See its pods', command: kubectl('get', 'pods', ...inNamespaceOf(object), '-o', 'wide') },
    { text: 'See its endpoints', command: describe(object) },
  ],
  *find(service, view) {
    if (view.shared(clusterDns) !== service) return;
    const part = partlyUp(service, view);
    if (part === undefined) return;
    const owners = part.lacking.map((pod) => view.topOwner(pod));
    yield {
      cause: '',
      explainedBy: [...new Map(owners.map((owner) => [refKey(owner), owner])).values()],
      facts: { ready: part.ready, lacking: part.lacking.length },
      evidence: part.lacking
        .slice(0, 5)
        .map((pod) => ({ object: pod, path: 'status.conditions[type=Ready].status', value: 'False' })),
    };
  },
});
