import { z } from 'zod';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import type { KubeObject, Pod } from '../../kube/object.ts';
import { type ObjectRef, refKey } from '../../kube/object-ref.ts';
import { unsteady } from '../../kube/suspects.ts';
import { HOUR_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

/** Fewer than this in an hour is what priorities are for. */
const OFTEN = 3;

export const podPreempted = defineCheck({
  id: 'pod-preempted',
  title: 'Pods have to make room for others again and again',
  severity: 'medium',
  level: 'failure',
  subject: 'Pod',
  among: unsteady,
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/',
  facts: z.object({ priorityClass: z.string().nullable(), count: z.int() }),
  message: ({ priorityClass, count }) =>
    `The scheduler has ended ${count} of its pods within an hour to make room for pods of higher priority` +
    (priorityClass === null ? '; it has no priority class' : `; its own priority class is ${priorityClass}`),
  fixes: (_facts, { subject }) => [
    { text: 'See the priorities', command: kubectl('get', 'priorityclasses') },
    { text: 'Add nodes, so that there is room for both', command: null },
    correctTemplate(subject, 'priorityClassName, if its work is as important'),
  ],
  *find(pod, view) {
    const condition = preemption(pod);
    if (condition === undefined || view.age(condition.lastTransitionTime) >= HOUR_MS) return;
    const count = view.shared(preemptedPods).get(refKey(view.topOwner(pod))) ?? 0;
    if (count < OFTEN) return;
    yield {
      cause: '',
      since: condition.lastTransitionTime,
      facts: { priorityClass: pod.spec?.priorityClassName ?? null, count },
      evidence: [
        { path: `${conditionPath('DisruptionTarget')}.reason`, value: condition.reason },
        { path: `${conditionPath('DisruptionTarget')}.message`, value: condition.message },
      ],
    };
  },
});

function preemption(pod: Pod) {
  if (pod.status?.conditions === undefined) return undefined;
  const condition = conditionOf(pod, 'DisruptionTarget');
  return condition?.status === 'True' && condition.reason === 'PreemptionByScheduler' ? condition : undefined;
}

interface Pods {
  readonly takenAtMs: number;
  age(timestamp: string | null): number;
  all(kind: 'Pod'): readonly Pod[];
  topOwner(object: KubeObject): ObjectRef;
}

/** How many pods of each workload were preempted within the hour. */
function preemptedPods(view: Pods): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const pod of view.all('Pod')) {
    const condition = preemption(pod);
    if (condition === undefined || view.age(condition.lastTransitionTime) >= HOUR_MS) continue;
    const key = refKey(view.topOwner(pod));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}
