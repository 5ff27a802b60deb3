import { z } from 'zod';
import { ruleText, SCALED_KINDS, standingOf, wantedBy, workloadsOf } from '../../kube/autoscaling/budgets.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { isActive } from '../../kube/pods.ts';
import { defineCheck } from '../define-check.ts';

export const pdbBlocksByDesign = defineCheck({
  id: 'pdb-blocks-by-design',
  title: 'PodDisruptionBudget never allows an eviction',
  severity: 'high',
  level: 'cause',
  subject: 'PodDisruptionBudget',
  reads: ['Pod'],
  consults: SCALED_KINDS,
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/#specifying-a-poddisruptionbudget',
  facts: z.object({ rule: z.string(), expected: z.int() }),
  message: ({ rule, expected }) =>
    expected === 1
      ? `${rule} does not let its only pod go, though it is healthy, so the node that runs it cannot be drained`
      : `${rule} lets none of its ${expected} pods go, though all are healthy, so no node that runs one can be drained`,
  fixes: (_facts, { subject }) => [
    {
      text: 'Allow one pod at a time to be away',
      command: kubectl(
        'patch',
        ...inNamespaceOf(subject),
        target(subject),
        '--type=merge',
        '-p',
        '{"spec":{"minAvailable":null,"maxUnavailable":1}}',
      ),
    },
    { text: 'Or run more replicas than the budget asks for, if one must serve at any time', command: null },
  ],
  *find(budget, view) {
    const standing = standingOf(budget);
    if (standing === undefined || standing.allowed > 0 || standing.healthy < standing.expected) return;
    const { namespace = '' } = budget.metadata;
    const pods = view.select('Pod', namespace, budget.spec?.selector).filter(isActive);
    // Pods that are still to come may leave one to spare.
    const full = Math.max(standing.expected, wantedBy(workloadsOf(pods, view)));
    if (standing.required < full) return;
    yield {
      cause: '',
      facts: { rule: ruleText(budget), expected: standing.expected },
      evidence: [
        { path: 'status.disruptionsAllowed', value: standing.allowed },
        { path: 'status.currentHealthy', value: standing.healthy },
        { path: 'status.desiredHealthy', value: standing.required },
        { path: 'status.expectedPods', value: standing.expected },
      ],
    };
  },
});
