import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { dnsWorkload } from '../../kube/network/dns-health.ts';
import { refKey, refOf } from '../../kube/object-ref.ts';
import { desiredReplicas, isSettled } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

const FEW_NODES = 2;

export const dnsSingleReplica = defineCheck({
  id: 'dns-single-replica',
  title: 'The DNS of the cluster has a single pod',
  severity: 'low',
  level: 'state',
  subject: 'Deployment',
  reads: ['Node', 'Pod', 'Service'],
  source: 'https://kubernetes.io/docs/tasks/administer-cluster/dns-horizontal-autoscaling/',
  facts: z.object({ nodes: z.int() }),
  message: ({ nodes }) =>
    `One pod answers the DNS queries of ${nodes} nodes: while it is moved or restarted, no name can be resolved`,
  fixes: (_facts, { subject }) => [
    {
      text: 'Run two pods or more',
      command: kubectl('scale', ...inNamespaceOf(subject), `deployment/${subject.name}`, '--replicas=2'),
    },
  ],
  *find(deployment, view) {
    if (desiredReplicas(deployment) !== 1 || !isSettled(deployment)) return;
    if (view.shared(dnsWorkload) !== refKey(refOf(deployment))) return;
    const nodes = view.all('Node').length;
    if (nodes <= FEW_NODES) return;
    yield {
      cause: '',
      latent: true,
      facts: { nodes },
      evidence: [{ path: 'spec.replicas', value: 1 }],
    };
  },
});
