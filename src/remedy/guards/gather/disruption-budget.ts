import { isOf } from '../../../kube/workloads/workloads.ts';
import type { DisruptionBudgetFacts } from '../live-facts.ts';
import { type Gathering, listed, namespacesOf } from './gathering.ts';

/** The pods that are stopped directly, and the budgets of their namespaces. @throws Unreadable */
export async function gatherDisruptionBudget({
  proposal,
  reader,
  safeguards,
}: Gathering): Promise<DisruptionBudgetFacts> {
  const respect = safeguards.respect.pdb;
  const pods = proposal.writes.flatMap((write) => {
    if (write.verb !== 'delete' && write.verb !== 'evict') return [];
    return isOf(write.before, 'Pod') ? [{ pod: write.before, by: write.verb }] : [];
  });
  const unasked = Math.max(0, proposal.effects.podsDisrupted - pods.length);
  const names = respect ? namespacesOf(pods.map(({ pod }) => pod)) : [];
  const budgets = await Promise.all(
    names.map(async (namespace) =>
      listed(await reader.list('PodDisruptionBudget', namespace), `PodDisruptionBudgets of namespace ${namespace}`),
    ),
  );
  return { pods, budgets: budgets.flat(), unasked, respect };
}
