import { countText } from '../../base/list-text.ts';
import { type Budget, ruleText, standingOf } from '../../kube/autoscaling/budgets.ts';
import type { Pod } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { isDone, isReady, isTerminating } from '../../kube/pods.ts';
import { selectorMatches } from '../../kube/selectors.ts';
import { defineGuard } from './define-guard.ts';
import type { Denial } from './guard.ts';
import type { DisruptionBudgetFacts } from './live-facts.ts';
import { allow, deny, together } from './verdicts.ts';

type Disrupted = DisruptionBudgetFacts['pods'][number];

/**
 * The budgets of the pods that are evicted or deleted. The server asks them for evictions only, and only they wait for
 * their turn: of pods that are deleted, the budget must allow all.
 */
export const disruptionBudget = defineGuard({
  id: 'disruption-budget',
  title: 'PodDisruptionBudgets',
  on: 'disruptionBudget',
  judge: ({ pods, budgets, unasked, respect }) => {
    if (!respect) return allow('the policy does not look at PodDisruptionBudgets');
    const counting = pods.filter(({ pod }) => counts(pod));
    const note =
      unasked > 0
        ? `${countText(unasked, 'pod')} would be stopped without asking a PodDisruptionBudget: rollouts and scaling consult none`
        : undefined;
    return together(
      [
        ...budgets.flatMap((budget) => judgeBudget(budget, counting)),
        ...counting.filter(({ by }) => by === 'evict').flatMap(({ pod }) => severalBudgets(pod, budgets)),
      ],
      note,
    );
  },
});

/** Pods that have ended or never began are no loss. @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/registry/core/pod/storage/eviction.go */
function counts(pod: Pod): boolean {
  return !isDone(pod) && !isTerminating(pod) && pod.status?.phase !== 'Pending';
}

function covers(budget: Budget, pod: Pod): boolean {
  return (
    budget.metadata.namespace === pod.metadata.namespace && selectorMatches(budget.spec?.selector, pod.metadata.labels)
  );
}

function judgeBudget(budget: Budget, disrupted: readonly Disrupted[]): readonly Denial[] {
  const covered = disrupted.filter(({ pod }) => covers(budget, pod) && !isFree(budget, pod));
  if (covered.length === 0) return [];
  const name = refText(refOf(budget));
  const standing = standingOf(budget);
  if (standing === undefined) {
    return [deny(`${name} does not say yet how many disruptions it allows`, { id: 'Unknown', hint: 'try again' })];
  }
  const deleted = covered.filter(({ by }) => by === 'delete').length;
  const needed = Math.max(1, deleted + (deleted < covered.length ? 1 : 0));
  if (standing.allowed >= needed) return [];
  const { allowed, healthy, required } = standing;
  const reason = `${name} (${ruleText(budget)}) allows ${allowed} of ${countText(needed, 'disruption')}: ${healthy} pods are healthy, ${required} must be`;
  return [deny(reason, { id: 'DisruptionBudget', hint: 'wait until more of its pods are ready' })];
}

/** A pod that is not ready may go without the budget being charged, if the budget says so or holds without it. */
function isFree(budget: Budget, pod: Pod): boolean {
  if (isReady(pod)) return false;
  if (budget.spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const standing = standingOf(budget);
  return standing !== undefined && standing.required > 0 && standing.healthy >= standing.required;
}

function severalBudgets(pod: Pod, budgets: readonly Budget[]): readonly Denial[] {
  const covering = budgets.filter((budget) => covers(budget, pod));
  if (covering.length < 2) return [];
  const names = covering.map(({ metadata }) => metadata.name).join(', ');
  const reason = `${refText(refOf(pod))} has several PodDisruptionBudgets (${names}), and the server evicts no such pod`;
  return [deny(reason, { id: 'DisruptionBudget', hint: 'leave it one of them' })];
}
