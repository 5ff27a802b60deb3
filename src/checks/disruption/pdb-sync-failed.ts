import { z } from 'zod';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { describe, inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { isSettled } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

const LONG_MS = 2 * MINUTE_MS;

export const pdbSyncFailed = defineCheck({
  id: 'pdb-sync-failed',
  title: 'PodDisruptionBudget cannot be worked out',
  severity: 'medium',
  level: 'cause',
  subject: 'PodDisruptionBudget',
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/#arbitrary-controllers-and-selectors',
  facts: z.object({ error: z.string(), rule: z.enum(['maxUnavailable', 'minAvailable']) }),
  message: ({ error }) =>
    `The controller cannot work out how many pods may go (${error}), so it allows no eviction: nodes with these pods cannot be drained`,
  fixes: ({ rule }, { object }) => [
    { text: 'See which pods it covers, and its events', command: describe(object) },
    {
      text: `Use minAvailable with a whole number: ${rule === 'minAvailable' ? 'a share' : 'maxUnavailable'} needs pods whose owner has a scale`,
      command: kubectl('edit', ...inNamespaceOf(object), target(object)),
    },
  ],
  *find(budget, view) {
    const allowed = conditionOf(budget, 'DisruptionAllowed');
    if (allowed?.reason !== 'SyncFailed' || allowed.status === 'True' || !isSettled(budget)) return;
    if (view.age(allowed.lastTransitionTime) < LONG_MS || (budget.status?.disruptionsAllowed ?? 0) > 0) return;
    yield {
      cause: '',
      since: allowed.lastTransitionTime,
      facts: {
        error: allowed.message.replace(/\.$/, ''),
        rule: budget.spec?.maxUnavailable === undefined ? ('minAvailable' as const) : ('maxUnavailable' as const),
      },
      evidence: [
        { path: `${conditionPath('DisruptionAllowed')}.reason`, value: allowed.reason },
        { path: `${conditionPath('DisruptionAllowed')}.message`, value: allowed.message },
        { path: 'status.disruptionsAllowed', value: budget.status?.disruptionsAllowed ?? 0 },
      ],
    };
  },
});
