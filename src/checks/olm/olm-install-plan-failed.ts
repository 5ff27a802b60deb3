import { z } from 'zod';
import { conditionIn, conditionSeen, saysOf, standingMs, standingSince } from '../../kube/custom/conditions.ts';
import { textAt, textsAt } from '../../kube/custom/fields.ts';
import { describe } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const olmInstallPlanFailed = defineCheck({
  id: 'olm-install-plan-failed',
  title: 'Installing the operator failed',
  severity: 'high',
  level: 'cause',
  subject: 'InstallPlan',
  reads: ['Subscription'],
  source: 'https://olm.operatorframework.io/docs/concepts/crds/installplan/',
  facts: z.object({ operators: z.array(z.string()), says: z.string() }),
  message: ({ operators, says }) => `Installing ${operators.join(', ') || 'the operator'} failed: ${says}`,
  fixes: (_facts, { object }) => [{ text: 'See which step failed, and what is in its way', command: describe(object) }],
  *find(plan, view) {
    if (textAt(plan.status, 'phase') !== 'Failed' || plan.metadata.deletionTimestamp !== undefined) return;
    const { namespace = '', name } = plan.metadata;
    // Plans are kept: one that no subscription points at any more is history.
    const isNewest = view
      .inNamespace('Subscription', namespace)
      .some(({ status }) => textAt(status, 'installPlanRef', 'name') === name);
    const condition = conditionIn(plan.status, 'Installed');
    if (!isNewest || (condition !== undefined && standingMs(condition, plan, view) < 5 * MINUTE_MS)) return;
    yield {
      cause: '',
      since: condition === undefined ? null : standingSince(condition),
      facts: {
        operators: [...textsAt(plan.spec, 'clusterServiceVersionNames')],
        says: condition === undefined ? textAt(plan.status, 'message') || 'without a reason' : saysOf(condition),
      },
      evidence: [
        { path: 'status.phase', value: 'Failed' },
        ...(condition === undefined ? [] : conditionSeen(condition)),
      ],
    };
  },
});
