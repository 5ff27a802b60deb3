import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { unusedTaints } from '../../kube/posture/taints.ts';
import { taintText } from '../../kube/scheduling/tolerations.ts';
import { defineCheck } from '../define-check.ts';

export const taintUntoleratedByAny = defineCheck({
  id: 'taint-untolerated-by-any',
  title: 'Taint that no workload tolerates by name',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: 'Node',
  reads: ['CronJob', 'DaemonSet', 'Deployment', 'Job', 'Pod', 'ReplicaSet', 'StatefulSet'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
  facts: z.object({ taint: z.string(), nodes: z.int() }),
  message: ({ taint, nodes }) =>
    `No workload tolerates taint ${taint}, by which ${nodes === 1 ? 'this node is' : `${nodes} nodes are`} kept free: for nobody`,
  fixes: ({ taint }, { subject }) => [
    {
      text: 'Take the taint away, or give the workloads it is for a toleration',
      command: kubectl('taint', 'node', subject.name, `${taint}-`),
    },
  ],
  *find(node, view) {
    for (const { taint, nodes } of view.shared(unusedTaints).get(node.metadata.name) ?? []) {
      yield {
        cause: taintText(taint),
        latent: true,
        facts: { taint: taintText(taint), nodes },
        evidence: [{ path: `spec.taints[key=${taint.key ?? ''}]`, value: taintText(taint) }],
      };
    }
  },
});
