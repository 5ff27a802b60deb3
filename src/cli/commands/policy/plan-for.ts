import type { Finding } from '../../../findings/finding.ts';
import type { TargetEvaluation } from '../../../remedy/policy/evaluate.ts';
import type { Policy } from '../../../remedy/policy/load/parse-policies.ts';
import type { Snapshot } from '../../../snapshot/snapshot.ts';

/** A target on which a policy would do something. */
export interface Match {
  readonly policy: Policy;
  readonly target: TargetEvaluation;
  /** All findings of the snapshot. */
  readonly findings: readonly Finding[];
  readonly snapshot: Snapshot;
}

/** The lines that say what would be done, and what the guards say to it. */
export type PlanFor = (match: Match) => Promise<readonly string[]>;

/** For a recording there is no server to ask: the steps by their names. */
export const planFromPolicy: PlanFor = async ({ policy }) =>
  policy.spec.steps.map(({ id, action }) => (id === action ? action : `${id}: ${action}`));
