import type { ObjectOf, Pod } from '../object.ts';
import { isActive, isReady } from '../pods.ts';
import type { Budget } from './budgets.ts';

interface BudgetsAndPods {
  all(kind: 'PodDisruptionBudget'): readonly Budget[];
  select(kind: 'Pod', namespace: string, selector: Selector): readonly Pod[];
}

type Selector = NonNullable<ObjectOf<'PodDisruptionBudget'>['spec']>['selector'];

/** The budgets that an eviction of each pod is held against: pass it to `view.shared`. Pods without any are left out. */
export function budgetsByPod(view: BudgetsAndPods): ReadonlyMap<Pod, readonly Budget[]> {
  const byPod = new Map<Pod, Budget[]>();
  for (const budget of view.all('PodDisruptionBudget')) {
    if (budget.metadata.deletionTimestamp !== undefined) continue;
    for (const pod of view.select('Pod', budget.metadata.namespace ?? '', budget.spec?.selector)) {
      if (!isHeldByBudgets(pod)) continue;
      const known = byPod.get(pod);
      if (known === undefined) byPod.set(pod, [budget]);
      else known.push(budget);
    }
  }
  return byPod;
}

/**
 * False for a pod that may be evicted whatever a budget says: it has ended, is being deleted, or has not started.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/registry/core/pod/storage/eviction.go
 */
function isHeldByBudgets(pod: Pod): boolean {
  return isActive(pod) && pod.status?.phase !== 'Pending';
}

/** The budgets that do not let a pod go now; more than one over a pod never do. */
export function budgetsAgainst(pod: Pod, budgets: readonly Budget[]): readonly Budget[] {
  if (budgets.length > 1) return budgets;
  return budgets.filter(({ spec, status }) => {
    if (status === undefined || (status.disruptionsAllowed ?? 0) > 0) return false;
    if (isReady(pod)) return true;
    const { currentHealthy = 0, desiredHealthy = 0 } = status;
    const spares = desiredHealthy > 0 && currentHealthy >= desiredHealthy;
    return spec?.unhealthyPodEvictionPolicy !== 'AlwaysAllow' && !spares;
  });
}
