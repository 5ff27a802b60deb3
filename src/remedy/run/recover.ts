import type { Happening } from '../journal/record.ts';
import { markerOf } from '../plan/make-plan.ts';
import type { PlannedStep } from '../plan/plan.ts';
import { type Conduct, isTelling } from './conduct.ts';
import { noteExecuted } from './execute-step.ts';
import { conclude, type RunResult, type StepReport } from './finish.ts';
import type { Keeper } from './keeper.ts';
import { proveStep } from './prove-step.ts';
import { whatBecameOf } from './send-write.ts';
import type { StepOutcome } from './step-outcome.ts';
import { outcomeOf, takeBackRun } from './take-back-run.ts';

type Failure = Exclude<StepOutcome, { state: 'verified' }>;

/**
 * Ends a run that was interrupted, by its journal and the live objects: what was sent is found out and verified, what
 * failed is taken back, and nothing new is begun. It never sends a change twice.
 */
export async function recoverRun(conduct: Conduct): Promise<RunResult> {
  const { keeper } = conduct;
  const begun = keeper.happened().findLast((happening) => happening.type === 'INTENT');
  const isTakenBack = keeper.happened().some(({ type }) => type === 'ROLLBACK_INTENT');
  if (begun === undefined && isTakenBack) return takenBack(conduct);
  const step = begun?.type === 'INTENT' ? (keeper.plan.steps.find(({ id }) => id === begun.step) ?? null) : null;
  if (step === null) return abandoned(conduct, null);
  const outcome = await stateOf(step, conduct);
  if (outcome !== 'verified') return ended(conduct, step, outcome);
  // What was mended stays mended where nobody was told of it.
  const next = keeper.plan.steps.slice(keeper.plan.steps.indexOf(step) + 1).find((other) => !isTelling(other));
  if (next === undefined) return conclude({ conduct, step: null, outcome: null, reports: [reportOf(step, keeper)] });
  // It was never begun: it ends as if it had failed, so that its onFailure decides over what was done.
  return ended(conduct, next, { state: 'failed', reason: 'interrupted before this step', hasWritten: false });
}

/** A run that was over was being taken back: that is ended. */
async function takenBack(conduct: Conduct): Promise<RunResult> {
  const steps = conduct.keeper
    .happened()
    .flatMap((happening) => (happening.type === 'ROLLBACK_INTENT' ? [happening.step] : []));
  const reason = 'interrupted while it was being taken back';
  const { left, notes, requests } = await takeBackRun(conduct, [...new Set(steps)].reverse(), reason);
  return { outcome: outcomeOf(left, requests), reason, steps: [], denied: [], left, notes };
}

async function abandoned(conduct: Conduct, step: PlannedStep | null): Promise<RunResult> {
  await conduct.keeper.record({ type: 'ABANDONED', reason: 'interrupted before anything was sent' });
  return ended(conduct, step, { state: 'changed', reason: 'interrupted before anything was sent' });
}

async function stateOf(step: PlannedStep, conduct: Conduct): Promise<Failure | 'verified'> {
  const last = lastOf(step.id, conduct.keeper.happened());
  switch (last?.type) {
    case 'VERIFIED':
    case 'REVERT_SCHEDULED':
      return 'verified';
    case 'EXECUTING':
      return settled(step, last.write, conduct);
    case 'EXECUTED':
    case 'VERIFYING':
      return proved(step, conduct);
    case 'VERIFY_FAILED':
    case 'ROLLBACK_INTENT':
    case 'ROLLED_BACK':
    case 'ROLLBACK_BLOCKED':
      return { state: 'failed', reason: 'reason' in last ? last.reason : 'it was being taken back', hasWritten: true };
    default:
      await conduct.keeper.record({ type: 'ABANDONED', reason: 'interrupted before anything was sent' });
      return { state: 'changed', reason: 'interrupted before anything was sent' };
  }
}

/** The request may or may not have arrived: the object tells. */
async function settled(step: PlannedStep, index: number, conduct: Conduct): Promise<Failure | 'verified'> {
  const { keeper, repair } = conduct;
  const backup = await keeper.readBackup(step.id);
  const write = backup.writes[index];
  if (write === undefined)
    return { state: 'conflict', reason: 'its backup does not hold this write', hasWritten: true };
  const before = backup.before[index] ?? null;
  const sent = await whatBecameOf({ write, before, marker: markerOf(keeper.runId, step.id) }, repair);
  switch (sent.state) {
    case 'executed':
      await noteExecuted(step.id, index, { keeper, write, before, sent });
      return proved(step, conduct);
    case 'not-done':
    case 'refused':
      return { state: 'failed', reason: `interrupted, and nothing was sent: ${sent.reason}`, hasWritten: index > 0 };
    case 'conflict':
      await keeper.record({ type: 'CONFLICT', step: step.id, reason: sent.reason });
      return { state: 'conflict', reason: sent.reason, hasWritten: true };
  }
}

/** Goes on verifying for the time that is left; where none is left it looks once. */
async function proved(step: PlannedStep, conduct: Conduct): Promise<Failure | 'verified'> {
  const { repair, keeper } = conduct;
  const intent = keeper.happened().findLast((happening) => happening.type === 'INTENT');
  const leftMs = intent?.type === 'INTENT' ? Date.parse(intent.deadline) - repair.clock.now().getTime() : 0;
  // A clock that went back must not make it wait for hours.
  const boundedMs = Math.min(Math.max(leftMs, 0), step.timeoutMs);
  const deadlineMs = repair.clock.monotonicMs() + boundedMs + step.proof.forMs;
  const outcome = await proveStep(step, { conduct, known: await keeper.readKnown(), deadlineMs });
  return outcome.state === 'verified' ? 'verified' : outcome;
}

function lastOf(step: string, happened: readonly Happening[]): Happening | undefined {
  // A conflict alone does not say what became of the request before it.
  return happened.findLast(
    (happening) => 'step' in happening && happening.step === step && happening.type !== 'CONFLICT',
  );
}

function reportOf({ id }: PlannedStep, { happened }: Keeper): StepReport {
  const verified = happened().findLast((happening) => happening.type === 'VERIFIED' && happening.step === id);
  return { id, state: 'verified', reason: verified?.type === 'VERIFIED' ? verified.reason : '' };
}

async function ended(conduct: Conduct, step: PlannedStep | null, outcome: Failure): Promise<RunResult> {
  const final =
    step === null ? null : ({ ...step, onFailure: step.onFailure === 'Continue' ? 'Stop' : step.onFailure } as const);
  const reports = step === null ? [] : [{ id: step.id, state: outcome.state, reason: 'recovered' }];
  return conclude({ conduct, step: final, outcome, reports });
}
