import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import type { Budget } from '../../kube/autoscaling/budgets.ts';
import { budgetsByPod } from '../../kube/autoscaling/budgets-of-pods.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import type { Pod } from '../../kube/object.ts';
import { refOf } from '../../kube/object-ref.ts';
import { selectorText } from '../../kube/selectors.ts';
import { defineCheck } from '../define-check.ts';

export const pdbOverlap = defineCheck({
  id: 'pdb-overlap',
  title: 'Pods are covered by several PodDisruptionBudgets',
  severity: 'high',
  level: 'cause',
  subject: 'PodDisruptionBudget',
  reads: ['Pod'],
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-controllers-and-selectors',
  facts: z.object({ budgets: z.array(z.string()), pods: z.int(), example: z.string() }),
  message: ({ budgets, pods, example }) =>
    `${pods === 1 ? `Pod ${example} is` : `${pods} pods, such as ${example}, are`} covered by the budgets ${listText(budgets)}: ` +
    'no eviction of such a pod is ever allowed, so its node cannot be drained',
  fixes: ({ budgets }, { object }) => [
    {
      text: 'Compare the selectors of the budgets',
      command: kubectl('get', 'poddisruptionbudgets', ...inNamespaceOf(object), '-o', 'wide', ...budgets),
    },
    { text: 'Narrow the selector of one, or delete the one that is superfluous', command: null },
  ],
  *find(budget, view) {
    const byPod = view.shared(budgetsByPod);
    const shared = new Map<string, { readonly budgets: readonly Budget[]; readonly pods: Pod[] }>();
    for (const pod of view.select('Pod', budget.metadata.namespace ?? '', budget.spec?.selector)) {
      const budgets = byPod.get(pod) ?? [];
      const names = budgets.map(({ metadata }) => metadata.name).sort();
      // The first of them speaks for all.
      if (budgets.length < 2 || names[0] !== budget.metadata.name) continue;
      const known = shared.get(names.join()) ?? { budgets, pods: [] };
      known.pods.push(pod);
      shared.set(names.join(), known);
    }
    for (const [names, { budgets, pods }] of shared) {
      yield {
        cause: names,
        explains: budgets.map(refOf),
        facts: {
          budgets: names.split(','),
          pods: pods.length,
          example: pods.map(({ metadata }) => metadata.name).sort()[0] ?? '',
        },
        evidence: budgets
          .slice(0, 5)
          .map((one) => ({ object: one, path: 'spec.selector', value: selectorText(one.spec?.selector) })),
      };
    }
  },
});
