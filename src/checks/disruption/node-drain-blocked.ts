import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { budgetsByPod } from '../../kube/autoscaling/budgets-of-pods.ts';
import { stuckDrain } from '../../kube/autoscaling/drains.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { compareRefs, type ObjectRef, refOf } from '../../kube/object-ref.ts';
import { defineCheck } from '../define-check.ts';

export const nodeDrainBlocked = defineCheck({
  id: 'node-drain-blocked',
  title: 'Node cannot be drained',
  severity: 'high',
  level: 'failure',
  subject: 'Node',
  reads: ['Pod', 'PodDisruptionBudget'],
  source: 'https://kubernetes.io/docs/tasks/administer-cluster/safely-drain-node/',
  facts: z.object({ blocked: z.array(z.string()), budgets: z.array(z.string()), unmanaged: z.array(z.string()) }),
  message: ({ blocked, budgets, unmanaged }) => {
    const parts = [
      ...(blocked.length > 0
        ? [`${listText(blocked)}, which ${listText(budgets)} ${budgets.length === 1 ? 'does' : 'do'} not let go`]
        : []),
      ...(unmanaged.length > 0 ? [`${listText(unmanaged)}, which nothing would make anew elsewhere`] : []),
    ];
    return `It is cordoned, and all that is left to evict from it cannot be evicted: ${parts.join('; ')}`;
  },
  fixes: ({ budgets: [first], unmanaged: [pod] }, { object }) => {
    const [namespace = '', name = ''] = (first ?? '').split('/');
    const [podNamespace = '', podName = ''] = (pod ?? '').split('/');
    return [
      ...(first === undefined
        ? []
        : [
            {
              text: 'See what the budget asks for; let it spare a pod, or run one replica more',
              command: kubectl('describe', '-n', namespace, `poddisruptionbudget/${name}`),
            },
          ]),
      ...(pod === undefined
        ? []
        : [
            {
              text: 'See whether the pod without an owner is still needed: kubectl drain deletes it with --force only',
              command: kubectl('describe', '-n', podNamespace, `pod/${podName}`),
            },
          ]),
      { text: 'Or give the drain up', command: kubectl('uncordon', object.name) },
    ];
  },
  *find(node, view) {
    const stuck = stuckDrain(node, view.shared(budgetsByPod), view);
    if (stuck === undefined) return;
    const refs = stuck.budgets.map(refOf).sort(compareRefs);
    const blocked = stuck.blocked.map(refOf).sort(compareRefs);
    const unmanaged = stuck.unmanaged.map(refOf).sort(compareRefs);
    yield {
      cause: '',
      severity: blocked.length > 0 ? 'high' : 'medium',
      confidence: 'likely',
      since: stuck.since,
      explainedBy: blocked.length > 0 ? [...refs, ...unmanaged] : [],
      facts: { blocked: blocked.map(nameOf), budgets: refs.map(nameOf), unmanaged: unmanaged.map(nameOf) },
      evidence: [
        { path: 'spec.unschedulable', value: true },
        ...stuck.budgets.slice(0, 3).map((budget) => ({
          object: budget,
          path: 'status.disruptionsAllowed',
          value: budget.status?.disruptionsAllowed ?? 0,
        })),
      ],
    };
  },
});

function nameOf({ namespace, name }: ObjectRef): string {
  return `${namespace ?? ''}/${name}`;
}
