import type { Finding } from '../../findings/finding.ts';
import { denial } from '../plan/denial.ts';
import type { Judgement, Plan, PlannedStep } from '../plan/plan.ts';
import { type Conduct, isTelling } from './conduct.ts';
import { executeStep } from './execute-step.ts';
import { conclude, finish, type RunResult, type StepReport } from './finish.ts';
import { knownIn } from './known.ts';
import { proveStep } from './prove-step.ts';
import type { StepOutcome } from './step-outcome.ts';

/**
 * Executes a plan: each step on live data, verified before the next one. What fails is taken back as the step says.
 *
 * @throws MekhanikubeError `state-integrity` where the journal or a backup cannot be written: nothing more is sent then
 * @throws the signal's reason where it is interrupted: the run stays open, and recovery goes on from the journal
 */
export async function runPlan(conduct: Conduct): Promise<RunResult> {
  const { keeper, repair } = conduct;
  const { plan } = keeper;
  await keeper.record({ type: 'PLANNED', planHash: plan.hash });
  const look = needsLook(plan) ? await repair.look(namespacesOf(plan.steps)) : null;
  const finding =
    plan.origin.finding === null ? null : (look?.findings.find(({ id }) => id === plan.origin.finding?.id) ?? null);
  if (plan.origin.finding !== null && finding === null)
    return gone(conduct, plan.origin.finding.message, look?.unjudged.length === 0);
  const known = look === null ? new Set<string>() : knownIn(look);
  await keeper.keepKnown([...known]);
  const reports: StepReport[] = [];
  for (const step of plan.steps) {
    const outcome = await oneStep(step, conduct, finding, known);
    reports.push(reportOf(step, outcome));
    if (outcome.state === 'verified') continue;
    const next = await finish({ conduct, step, outcome, reports });
    if (next !== 'continue') return next;
  }
  return conclude({ conduct, step: null, outcome: null, reports });
}

/** Silence proves nothing where a part could not be read. */
async function gone(conduct: Conduct, message: string, isWhole: boolean): Promise<RunResult> {
  const reason = isWhole
    ? `the finding is not there any more: ${message}`
    : `a part of the namespace could not be read, and the finding is not in the rest: ${message}`;
  const hint = 'plan again: mekhanikube remediate plan';
  const judgements = [denial('re-evaluation', reason, hint)];
  return conclude({ conduct, step: null, outcome: { state: 'denied', judgements }, reports: [] });
}

async function oneStep(
  step: PlannedStep,
  conduct: Conduct,
  finding: Finding | null,
  known: ReadonlySet<string>,
): Promise<StepOutcome> {
  const { repair, keeper } = conduct;
  if (isTelling(step)) {
    const { isSent, reason } = await conduct.tell(step);
    return isSent ? { state: 'verified', reason } : { state: 'failed', reason, hasWritten: false };
  }
  conduct.onProgress(step, step.summary);
  const executed = await executeStep(step, { repair, keeper, finding });
  if (executed.state !== 'executed') return executed;
  return proveStep(step, { conduct, known, deadlineMs: repair.clock.monotonicMs() + step.timeoutMs });
}

function needsLook({ origin, steps }: Plan): boolean {
  return origin.finding !== null || steps.some(({ proof }) => proof.cleared.length > 0 || proof.noNewFindings !== null);
}

function namespacesOf(steps: readonly PlannedStep[]): readonly string[] | null {
  const names = steps.map(({ target }) => target.namespace);
  return names.includes(null) ? null : [...new Set(names.filter((name) => name !== null))];
}

function reportOf(step: PlannedStep, outcome: StepOutcome): StepReport {
  return { id: step.id, state: outcome.state, reason: reasonOf(outcome) };
}

function reasonOf(outcome: StepOutcome): string {
  return outcome.state === 'denied'
    ? outcome.judgements.map(({ reason }: Judgement) => reason).join('; ')
    : outcome.reason;
}
