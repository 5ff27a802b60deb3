import { z } from 'zod';
import { countText, listText } from '../../base/list-text.ts';
import { conditionOf } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { evictingTaints, isDrivenOff } from '../../kube/nodes/evicting-taints.ts';
import { refKey, refOf, refText } from '../../kube/object-ref.ts';
import { taintText } from '../../kube/scheduling/tolerations.ts';
import { defineCheck } from '../define-check.ts';

/** Pods that are driven off by the hundred are alike. */
const NAMED = 100;

export const nodeTaintEvicting = defineCheck({
  id: 'node-taint-evicting',
  title: 'Taint drives pods off the node',
  severity: 'medium',
  level: 'cause',
  subject: 'Node',
  reads: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
  facts: z.object({ taint: z.string(), pods: z.int(), owners: z.array(z.string()) }),
  message: ({ taint, pods, owners }) =>
    `Taint ${taint} removes ${countText(pods, 'pod')} that ${pods === 1 ? 'does' : 'do'} not tolerate it: ${listText(owners)}`,
  fixes: ({ taint }, { object }) => [
    {
      text: 'Take the taint away, if those pods may stay',
      command: kubectl('taint', 'node', object.name, `${taint}-`),
    },
    { text: 'Or give the workloads that belong there a toleration for it', command: null },
  ],
  *find(node, view) {
    if (conditionOf(node, 'Ready')?.status !== 'True') return;
    for (const taint of evictingTaints(node)) {
      const pods = view.podsOn('Pod', node.metadata.name).filter((pod) => isDrivenOff(pod, taint));
      if (pods.length === 0) continue;
      const owners = new Map(pods.map((pod) => view.topOwner(pod)).map((owner) => [refKey(owner), refText(owner)]));
      yield {
        cause: taintText(taint),
        since: taint.timeAdded,
        explains: pods.slice(0, NAMED).map(refOf),
        facts: { taint: taintText(taint), pods: pods.length, owners: [...owners.values()].sort() },
        evidence: [{ path: 'spec.taints', value: taintText(taint) }],
      };
    }
  },
});
