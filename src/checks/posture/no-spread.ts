import { z } from 'zod';
import { isActive } from '../../kube/pods.ts';
import { templateOf } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { desiredReplicas } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const noSpread = defineCheck({
  id: 'no-spread',
  title: 'Replicas may share one node',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: ['Deployment', 'StatefulSet'],
  reads: ['Node', 'Pod'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/',
  facts: z.object({ replicas: z.int(), node: z.string().nullable() }),
  message: ({ replicas, node }) =>
    node === null
      ? `Nothing keeps its ${replicas} pods apart: one node may get them all, and take them all along when it fails`
      : `All ${replicas} pods run on node ${node}, and nothing keeps them apart: they fail with it`,
  fixes: (_facts, { subject }) => [
    correctTemplate(subject, 'the placement: add `topologySpreadConstraints` over `kubernetes.io/hostname`'),
  ],
  *find(object, view) {
    const template = templateOf(object);
    const replicas = desiredReplicas(object);
    if (template === undefined || replicas < 2 || view.all('Node').length < 2) return;
    const { affinity, topologySpreadConstraints = [] } = template.spec;
    if (affinity?.podAntiAffinity !== undefined || topologySpreadConstraints.length > 0) return;
    const pods = view.select('Pod', object.metadata.namespace ?? '', object.spec?.selector).filter(isActive);
    const nodes = new Set(pods.map((pod) => pod.spec?.nodeName ?? ''));
    const [node = ''] = nodes.size === 1 && pods.length >= 2 ? nodes : [];
    yield {
      cause: '',
      latent: true,
      severity: node === '' ? 'info' : 'low',
      facts: { replicas: node === '' ? replicas : pods.length, node: node === '' ? null : node },
      evidence: [{ path: `${template.path}.topologySpreadConstraints`, value: null }],
    };
  },
});
