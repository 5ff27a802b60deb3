import type { Finding } from '../../../findings/finding.ts';
import { denial } from '../../../remedy/plan/denial.ts';
import { makePlan } from '../../../remedy/plan/make-plan.ts';
import type { Judgement, Plan } from '../../../remedy/plan/plan.ts';
import type { Repair } from '../../../remedy/plan/repair.ts';
import { wantedOf } from '../../../remedy/run/again.ts';
import { EXIT } from '../../exit-codes.ts';
import { exitCodeOf } from './run-exit-code.ts';

/** A plan as it would be made now. */
interface Again {
  readonly tried: Plan;
  readonly isSame: boolean;
  /** What stands against it. */
  readonly denied: readonly Judgement[];
}

/** Thinks a plan through once more, about the finding that it was made for, as it is now. Writes nothing. */
export async function planAgain(plan: Plan, repair: Repair): Promise<Again> {
  const { origin, target, steps, fallback, revertAfterMs, revertIfDrifted } = plan;
  const finding = await findingNow(plan, repair);
  const request = {
    target,
    finding,
    policy: origin.policy,
    steps: steps.map(wantedOf),
    fallback: fallback.map(wantedOf),
    revertAfterMs,
    revertIfDrifted,
  };
  const made = await makePlan(request, plan, repair, plan);
  const isGone = origin.finding !== null && finding === null;
  const gone = isGone
    ? [denial('re-evaluation', `the finding is not there now: ${origin.finding?.message ?? ''}`)]
    : [];
  const denied = [...gone, ...made.steps.flatMap(({ judgements }) => judgements.filter(({ allows }) => !allows))];
  return {
    // Why it was made stays what it was.
    tried: { ...made, origin },
    isSame: made.steps.every((step, index) => step.signature === steps[index]?.signature),
    denied,
  };
}

async function findingNow({ origin, steps }: Plan, repair: Repair): Promise<Finding | null> {
  if (origin.finding === null) return null;
  const names = steps.map(({ target }) => target.namespace);
  const namespaces = names.flatMap((name) => name ?? []);
  const { findings } = await repair.look(namespaces.length < names.length ? null : [...new Set(namespaces)]);
  return findings.find(({ id }) => id === origin.finding?.id) ?? null;
}

/** What `apply` would do, in a sentence, and the exit code with which it would end. */
export function foretold({ tried, isSame, denied }: Again): { readonly said: string; readonly exitCode: number } {
  const exitCode = denied.length > 0 ? exitCodeOf({ outcome: 'abandoned', denied }) : isSame ? EXIT.ok : EXIT.denied;
  const gone = denied.find(({ guard }) => guard === 're-evaluation');
  if (gone !== undefined) return { said: `It would do nothing: ${gone.reason}.`, exitCode: EXIT.denied };
  // An approval of this plan would not help what would be another one.
  if (!isSame && (denied.length === 0 || exitCode === EXIT.waiting))
    return { said: 'It would not do what was planned: plan again.', exitCode: EXIT.denied };
  if (exitCode === EXIT.waiting)
    return { said: `It waits for an approval: mekhanikube remediate approve ${tried.id}.`, exitCode };
  if (denied.length > 0) return { said: 'It would do nothing: what says NO above is in the way.', exitCode };
  return { said: 'It would do what was planned.', exitCode };
}
