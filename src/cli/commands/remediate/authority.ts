import type { Run } from '../../../remedy/backup/run.ts';
import type { Mandate } from '../../../remedy/plan/guarding.ts';
import type { Plan } from '../../../remedy/plan/plan.ts';
import type { Policy } from '../../../remedy/policy/load/parse-policies.ts';
import { mandateOf } from '../../../remedy/policy/mandate.ts';
import type { State } from '../../../remedy/state/state.ts';
import { approvalFacts } from './approvals.ts';
import { evaluateHere, type PolicySaid, policyOf, saidAbout } from './by-policy.ts';
import { byHandOf } from './judge.ts';
import type { Session } from './session.ts';

/** On whose behalf a run is conducted. */
export interface Authority {
  readonly mandate: Mandate;
  /** What the policy says of the target now; null where a person asks. */
  readonly said: PolicySaid | null;
  /** Null where a person asks. */
  readonly policy: Policy | null;
}

/** A person, with their own rights. */
export function byHand(session: Session): Authority {
  return { mandate: byHandOf(session), said: null, policy: null };
}

/** On whose behalf a plan is executed: the policy's as it is now, or the person's. @throws MekhanikubeError `denied` */
export async function authorityOver(
  plan: Plan,
  { session, state, run }: { readonly session: Session; readonly state: State; readonly run?: Run },
  options: { readonly policies?: string },
): Promise<Authority> {
  const policy = await policyOf(plan, options.policies);
  if (policy === null) return byHand(session);
  const namespaces = plan.target.namespace === null ? null : [plan.target.namespace];
  const { snapshot } = await session.diagnose(namespaces);
  const evaluations = await evaluateHere([policy], snapshot, { session, state });
  const approvals = run === undefined ? [] : approvalFacts(run);
  return { mandate: mandateOf(policy, plan.actor.user, approvals), said: saidAbout(plan, evaluations), policy };
}
