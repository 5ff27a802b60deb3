import { z } from 'zod';
import { describe, inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { differenceText, nearestLabels } from '../../kube/network/label-diff.ts';
import { selectorMatches, selectorText } from '../../kube/selectors.ts';
import { PATIENCE_MS } from '../../kube/workloads/shortfall.ts';
import { namesOnePod, TEMPLATE_KINDS, templatesIn } from '../../kube/workloads/templates.ts';
import { isSettled } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const pdbSelectsNothing = defineCheck({
  id: 'pdb-selects-nothing',
  title: 'PodDisruptionBudget selects no pod',
  severity: 'low',
  level: 'cause',
  subject: 'PodDisruptionBudget',
  reads: ['Pod', ...TEMPLATE_KINDS],
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/#specifying-a-poddisruptionbudget',
  facts: z.object({
    selector: z.string(),
    nearest: z.object({ kind: z.string(), name: z.string(), labels: z.string() }).nullable(),
  }),
  message: ({ selector, nearest }) =>
    `No pod and no workload of the namespace has ${selector}, so it protects nothing` +
    (nearest === null ? '' : `; ${nearest.kind} ${nearest.name} has ${nearest.labels}`),
  fixes: (_facts, { subject }) => [
    {
      text: 'Correct its selector, or delete it if what it protected is gone',
      command: kubectl('edit', ...inNamespaceOf(subject), target(subject)),
    },
    { text: 'See what it selects', command: describe(subject) },
    { text: 'See the labels of the pods', command: kubectl('get', 'pods', ...inNamespaceOf(subject), '--show-labels') },
  ],
  *find(budget, view) {
    const { namespace = '', creationTimestamp } = budget.metadata;
    const selector = budget.spec?.selector;
    if ((budget.status?.expectedPods ?? 0) > 0 || selector === undefined || !isSettled(budget)) return;
    if (creationTimestamp !== undefined && view.age(creationTimestamp) < PATIENCE_MS) return;
    const wanted = selector.matchLabels ?? {};
    if (namesOnePod(wanted) || view.select('Pod', namespace, selector).length > 0) return;
    const templates = templatesIn(namespace, view);
    // Scaled to zero, suspended or refused: its pods may come.
    if (templates.some(({ labels }) => selectorMatches(selector, labels))) return;
    const near = nearestLabels(wanted, templates, ({ labels }) => labels);
    yield {
      cause: '',
      facts: {
        selector: selectorText(selector),
        nearest:
          near === undefined
            ? null
            : {
                kind: near.candidate.workload.kind,
                name: near.candidate.workload.metadata.name,
                labels: differenceText(near.differences),
              },
      },
      evidence: [
        { path: 'spec.selector', value: selectorText(selector) },
        { path: 'status.expectedPods', value: budget.status?.expectedPods ?? 0 },
      ],
    };
  },
});
