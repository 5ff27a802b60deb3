import { z } from 'zod';
import { conditionPath } from '../../kube/conditions.ts';
import { describe } from '../../kube/kubectl.ts';
import type { Obstacle } from '../../kube/scheduling/obstacle.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { unplaced } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

/** The obstacles that no other check judges. */
const UNJUDGED: readonly Obstacle[] = ['volume', 'other'];

export const podUnschedulable = defineCheck({
  id: 'pod-unschedulable',
  title: 'Scheduler finds no node for the pod',
  severity: 'high',
  level: 'failure',
  subject: 'Pod',
  among: unplaced,
  consults: ['Node', 'Event', 'PersistentVolumeClaim'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/kube-scheduler/',
  facts: z.object({ reason: z.string() }),
  message: ({ reason }) => `No node takes it: ${reason}`,
  fixes: (_facts, { subject, object }) => [
    { text: 'See what the scheduler says of it now', command: describe(object) },
    { ...correctTemplate(subject, 'what keeps it off the nodes'), text: 'Change what keeps it off the nodes' },
  ],
  *find(pod, view) {
    const verdict = view.shared(schedulingOf).verdictOf(pod);
    if (verdict === undefined || !UNJUDGED.includes(verdict.obstacle)) return;
    yield {
      cause: verdict.obstacle,
      since: verdict.since,
      facts: { reason: reasonIn(verdict.message) },
      evidence: [{ path: conditionPath('PodScheduled'), value: verdict.message }],
    };
  },
});

/** The scheduler's reasons, without the count of nodes before them and what it says of preemption behind them. */
function reasonIn(message: string): string {
  const [reasons = ''] = message.split(/\. (?=no new claims|preemption)/);
  return reasons.replace(/^\d+\/\d+ nodes are available: /, '').replace(/\.$/, '') || 'it gives no reason';
}
