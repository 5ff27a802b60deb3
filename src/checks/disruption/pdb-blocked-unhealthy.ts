import { z } from 'zod';
import { SCALED_KINDS, standingOf, workloadsOf } from '../../kube/autoscaling/budgets.ts';
import { describe, inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refOf } from '../../kube/object-ref.ts';
import { missingPods } from '../../kube/workloads/creation.ts';
import { blame, isLasting, lackingPods } from '../../kube/workloads/shortfall.ts';
import { isOf } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const pdbBlockedUnhealthy = defineCheck({
  id: 'pdb-blocked-unhealthy',
  title: 'PodDisruptionBudget allows no eviction while pods are unhealthy',
  severity: 'medium',
  level: 'rollup',
  subject: 'PodDisruptionBudget',
  reads: ['Pod'],
  consults: ['Event', 'Node', ...SCALED_KINDS],
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/#healthiness-of-a-pod',
  facts: z.object({ healthy: z.int(), required: z.int(), expected: z.int(), evictsUnhealthy: z.boolean() }),
  message: ({ healthy, required, expected }) =>
    `No pod may be evicted now: ${healthy} of ${expected} ${healthy === 1 ? 'is' : 'are'} healthy, and ${required} must stay so`,
  fixes: ({ evictsUnhealthy }, { subject }) => [
    { text: 'See which pods it covers and how they stand', command: describe(subject) },
    ...(evictsUnhealthy
      ? []
      : [
          {
            text: 'Let pods that are not healthy be evicted all the same, so that nodes can be drained',
            command: kubectl(
              'patch',
              ...inNamespaceOf(subject),
              target(subject),
              '--type=merge',
              '-p',
              '{"spec":{"unhealthyPodEvictionPolicy":"AlwaysAllow"}}',
            ),
          },
        ]),
  ],
  *find(budget, view) {
    const standing = standingOf(budget);
    if (standing === undefined || standing.allowed > 0) return;
    const pods = view.select('Pod', budget.metadata.namespace ?? '', budget.spec?.selector);
    const lacking = lackingPods(pods, false, view);
    const sets = workloadsOf(pods, view).flatMap((workload): readonly KubeObject[] =>
      isOf(workload, 'Deployment') ? view.controlledBy('ReplicaSet', workload) : [workload],
    );
    // A StatefulSet whose next pod waits for one that is not ready is refused nothing.
    const makers = sets.filter((set) => missingPods(set) > 0 && !(set.kind === 'StatefulSet' && lacking.length > 0));
    if (!isLasting({ pods: lacking, makers }, view)) return;
    yield {
      cause: '',
      facts: {
        healthy: standing.healthy,
        required: standing.required,
        expected: standing.expected,
        evictsUnhealthy: budget.spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow',
      },
      explainedBy: [...blame(lacking, view), ...makers.map(refOf)],
      evidence: [
        { path: 'status.disruptionsAllowed', value: standing.allowed },
        { path: 'status.currentHealthy', value: standing.healthy },
        { path: 'status.desiredHealthy', value: standing.required },
        { path: 'status.expectedPods', value: standing.expected },
      ],
    };
  },
});
