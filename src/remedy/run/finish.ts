import type { Outcome } from '../journal/record.ts';
import type { Judgement, PlannedStep } from '../plan/plan.ts';
import { type Conduct, isTelling } from './conduct.ts';
import { rollbackStep } from './rollback-step.ts';
import type { StepOutcome } from './step-outcome.ts';

/** How one step ended, for people. */
export interface StepReport {
  readonly id: string;
  readonly state: StepOutcome['state'];
  readonly reason: string;
}

/** How a run ended. */
export interface RunResult {
  readonly outcome: Outcome;
  readonly reason: string;
  readonly steps: readonly StepReport[];
  /** What stands against it, where it was denied. */
  readonly denied: readonly Judgement[];
  /** What a rollback could not take back. */
  readonly left: readonly string[];
  readonly notes: readonly string[];
}

/** Where a run stands when a step, or all of them, are over. */
export interface Ending {
  readonly conduct: Conduct;
  /** The step that did not succeed; null where all did, or where none began. */
  readonly step: PlannedStep | null;
  readonly outcome: Exclude<StepOutcome, { state: 'verified' }> | null;
  readonly reports: readonly StepReport[];
}

/** Ends a run because of a step that did not succeed, or says that the next step is to be tried. */
export async function finish(ending: Ending & { readonly step: PlannedStep }): Promise<RunResult | 'continue'> {
  const { step, outcome } = ending;
  const isLast = ending.conduct.keeper.plan.steps.at(-1)?.id === step.id;
  // What was mended stays mended where nobody could be told of it.
  if (isTelling(step)) return isLast ? conclude({ ...ending, step: null, outcome: null }) : 'continue';
  if (isLast || isStuck(outcome) || isWaiting(outcome)) return conclude(ending);
  if (step.onFailure === 'Continue') return 'continue';
  if (step.onFailure !== 'Escalate') return conclude(ending);
  const taken = await takeBack(ending, [step.id]);
  return taken.left.length === 0 ? 'continue' : end(ending, endOf(ending, taken));
}

/** Ends a run as its steps say: takes back what is to be taken back, tells who is to be told. */
export async function conclude(ending: Ending): Promise<RunResult> {
  const { step, outcome } = ending;
  if (outcome === null) return success(ending);
  if (isStuck(outcome)) {
    return end(ending, { outcome: 'needs-human', reason: outcome.reason, left: [outcome.reason], notes: [] });
  }
  if (step?.onFailure === 'Escalate') return end(ending, endOf(ending, await takeBack(ending, [step.id])));
  if (step?.onFailure === 'Stop' || step?.onFailure === 'Continue') {
    const notes = stepsWithWrites(ending).length === 0 ? [] : ['nothing was taken back, as the plan says'];
    return end(ending, endOf(ending, { requests: 0, left: [], notes }));
  }
  return end(ending, endOf(ending, await takeBack(ending, stepsWithWrites(ending))));
}

/** It only has to wait: nothing else is tried in its place, and nobody is alarmed. */
function isWaiting(outcome: Ending['outcome']): boolean {
  return outcome?.state === 'denied' && outcome.judgements.every(({ waitsFor }) => waitsFor !== null);
}

/** What was sent left the object in a state that nobody foresaw. */
function isStuck(outcome: Ending['outcome']): outcome is Extract<StepOutcome, { state: 'conflict' }> {
  return outcome?.state === 'conflict' && outcome.hasWritten;
}

async function success(ending: Ending): Promise<RunResult> {
  const { reports, conduct } = ending;
  const telling = new Set(conduct.keeper.plan.steps.filter(isTelling).map(({ id }) => id));
  // With Continue or Escalate an earlier step may have failed, and a later one have mended it; telling mends nothing.
  const acting = reports.filter(({ id }) => !telling.has(id));
  const last = (acting.length > 0 ? acting : reports).at(-1);
  const reason = last?.reason ?? 'there was nothing to do';
  const isDone = last === undefined || last.state === 'verified';
  const untold = reports.filter(({ id, state }) => isDone && telling.has(id) && state !== 'verified');
  const notes = untold.map((report) => report.reason);
  return end(ending, { outcome: isDone ? 'succeeded' : failureOf(ending, last), reason, left: [], notes });
}

/** How a run ended whose last change did not succeed, and which went on all the same. */
function failureOf(ending: Ending, { state }: StepReport): Outcome {
  const written = stepsWithWrites(ending);
  if (written.length === 0) return state === 'denied' || state === 'changed' ? 'abandoned' : 'failed';
  return written.some((step) => standing(ending.conduct, step).length > 0) ? 'failed' : 'rolled-back';
}

interface Taken {
  readonly requests: number;
  readonly left: readonly string[];
  readonly notes: readonly string[];
}

interface End extends Pick<RunResult, 'outcome' | 'reason' | 'left' | 'notes'> {}

function endOf(ending: Ending, { requests, left, notes }: Taken): End {
  const { outcome } = ending;
  const reason = outcome === null ? '' : reasonOf(outcome);
  if (left.length > 0) {
    return { outcome: requests > 0 ? 'partially-rolled-back' : 'needs-human', reason, left, notes };
  }
  if (requests > 0) return { outcome: 'rolled-back', reason, left, notes };
  // Once an earlier step has written something, it cannot be said that nothing was done.
  if (stepsWithWrites(ending).length > 0) return { outcome: 'failed', reason, left, notes };
  const isDenied = outcome?.state === 'denied' || outcome?.state === 'changed';
  const isConflict = outcome?.state === 'conflict';
  return { outcome: isDenied ? 'abandoned' : isConflict ? 'conflict' : 'failed', reason, left, notes };
}

/** Steps that wrote something, the last one first. */
function stepsWithWrites({ conduct }: Ending): readonly string[] {
  const executed = conduct.keeper
    .happened()
    .flatMap((happening) => (happening.type === 'EXECUTED' ? [happening.step] : []));
  return [...new Set(executed)].reverse();
}

/** Takes steps back, each by its own backup. */
export async function takeBack(
  { conduct, outcome }: Pick<Ending, 'conduct' | 'outcome'>,
  steps: readonly string[],
): Promise<Taken> {
  const { keeper, repair } = conduct;
  const reason = outcome === null ? 'asked for' : reasonOf(outcome);
  let requests = takenBackBefore(conduct, steps);
  const left: string[] = [];
  const notes: string[] = [];
  for (const step of steps) {
    const writes = standing(conduct, step);
    const rolled = await rollbackStep(step, { repair, keeper, reason, writes });
    requests += rolled.requests;
    left.push(...rolled.left);
    notes.push(...rolled.notes);
  }
  return { requests, left, notes };
}

/** What was taken back before a crash. */
function takenBackBefore({ keeper }: Conduct, steps: readonly string[]): number {
  const happened = keeper.happened();
  return happened.filter((happening) => happening.type === 'ROLLED_BACK' && steps.includes(happening.step)).length;
}

/** Writes of a step that were made and not taken back yet. */
function standing({ keeper }: Conduct, step: string): readonly number[] {
  const made = new Set<number>();
  for (const happening of keeper.happened()) {
    if (happening.type === 'EXECUTED' && happening.step === step) made.add(happening.write);
    if (happening.type === 'ROLLED_BACK' && happening.step === step) made.delete(happening.write);
  }
  return [...made];
}

async function end({ conduct, step, outcome, reports }: Ending, ended: End): Promise<RunResult> {
  const { keeper } = conduct;
  // What has passed by itself, or only waits, is nobody's alarm.
  const isQuiet = isWaiting(outcome) || (step === null && outcome !== null);
  const more = ended.outcome === 'succeeded' ? await scheduleRevert(conduct) : isQuiet ? [] : await tellOthers(conduct);
  const notes = [...ended.notes, ...more];
  await keeper.record({ type: 'DONE', outcome: ended.outcome, reason: ended.reason });
  const denied = outcome?.state === 'denied' ? outcome.judgements : [];
  return { ...ended, notes, steps: reports, denied };
}

/** What worked for now may be meant for a time only. */
async function scheduleRevert({ keeper, repair }: Conduct): Promise<readonly string[]> {
  const { revertAfterMs, steps } = keeper.plan;
  const [first] = steps;
  if (revertAfterMs === null || first === undefined) return [];
  const due = new Date(repair.clock.now().getTime() + revertAfterMs).toISOString();
  await keeper.record({ type: 'REVERT_SCHEDULED', step: first.id, due });
  return [`it is taken back at ${due}, or by the next command after that: mekhanikube recover`];
}

/** The fallback of a run that did not succeed. */
async function tellOthers(conduct: Conduct): Promise<readonly string[]> {
  const notes: string[] = [];
  for (const step of conduct.keeper.plan.fallback.filter(isTelling)) {
    const { isSent, reason } = await conduct.tell(step);
    notes.push(isSent ? reason : `${step.summary} failed: ${reason}`);
  }
  return notes;
}

function reasonOf(outcome: Exclude<StepOutcome, { state: 'verified' }>): string {
  return outcome.state === 'denied' ? outcome.judgements.map(({ reason }) => reason).join('; ') : outcome.reason;
}
