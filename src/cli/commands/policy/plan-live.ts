import type { Judgement, PlannedStep } from '../../../remedy/plan/plan.ts';
import type { State } from '../../../remedy/state/state.ts';
import type { PolicyMatch } from '../remediate/by-policy.ts';
import { planOne } from '../remediate/plan.ts';
import type { Session } from '../remediate/session.ts';
import type { PlanFor } from './plan-for.ts';

/** Plans on the live cluster what a policy would do, with what each guard says to it. The server only tries. */
export function planLive(session: Session, state: State, matches: readonly PolicyMatch[]): PlanFor {
  return async ({ policy, target }) => {
    const match = matches.find((one) => one.policy === policy && one.request.target === target.target) ?? null;
    if (match === null) return [];
    const { steps, fallback } = await planOne({ request: match.request, match }, session, state);
    return [...steps.flatMap((step) => linesOf(step, '')), ...fallback.flatMap((step) => linesOf(step, 'else '))];
  };
}

function linesOf({ summary, action, risk, judgements }: PlannedStep, prefix: string): readonly string[] {
  return [`${prefix}${summary} (${action}, risk ${risk})`, ...judgements.map(verdictText)];
}

function verdictText({ guard, allows, reason, waitsFor }: Judgement): string {
  const verdict = allows ? 'yes' : waitsFor === null ? 'NO ' : `NO, waits for ${waitsFor}`;
  return `  ${verdict}  ${guard}${reason === '' ? '' : `: ${reason}`}`;
}
