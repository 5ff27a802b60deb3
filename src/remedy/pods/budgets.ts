import { listText } from '../../base/list-text.ts';
import { type Budget, ruleText } from '../../kube/autoscaling/budgets.ts';
import type { Pod } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isDone, isReady, isTerminating } from '../../kube/pods.ts';
import { selectorMatches } from '../../kube/selectors.ts';
import { isObserved } from '../../kube/workloads/workloads.ts';
import type { Refusal } from '../action.ts';
import { refuseIf } from '../objects/judged.ts';

/** The budgets that an eviction of this pod has to ask; none for a pod that does not run. */
function budgetsOver(pod: Pod, budgets: readonly Budget[]): readonly Budget[] {
  if (isDone(pod) || isTerminating(pod) || pod.status?.phase === 'Pending') return [];
  return budgets.filter(
    ({ metadata, spec }) =>
      metadata.namespace === pod.metadata.namespace && selectorMatches(spec?.selector, pod.metadata.labels),
  );
}

/**
 * Why the API server would refuse to evict this pod.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/registry/core/pod/storage/eviction.go
 */
export function budgetRefusal(pod: Pod, budgets: readonly Budget[]): Refusal | null {
  const [budget, ...more] = budgetsOver(pod, budgets);
  if (budget === undefined) return null;
  const what = refText(refOf(pod));
  if (more.length > 0) {
    const names = listText([budget, ...more].map(({ metadata }) => metadata.name));
    const reason = `${what} is covered by several PodDisruptionBudgets (${names}), which no eviction passes`;
    return { id: 'several-budgets', reason, hint: 'leave one budget for each pod' };
  }
  const name = refText(refOf(budget));
  if (!isObserved(budget))
    return refuseIf(true, 'budget-not-observed', `${name} has changed and was not worked out yet`);
  if (!isReady(pod) && letsUnreadyGo(budget)) return null;
  const { disruptionsAllowed = 0, currentHealthy = 0, desiredHealthy = 0 } = budget.status ?? {};
  const standing = `${ruleText(budget)}, ${currentHealthy} healthy, ${desiredHealthy} required`;
  return refuseIf(
    disruptionsAllowed <= 0,
    'budget-allows-none',
    `${name} allows no disruption of ${what} (${standing})`,
    'more replicas or a mended pod make room',
  );
}

/** Whether a pod that is not ready may go without a look at what the budget allows. */
function letsUnreadyGo({ spec, status }: Budget): boolean {
  if (spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return desiredHealthy > 0 && currentHealthy >= desiredHealthy;
}
