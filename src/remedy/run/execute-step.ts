import type { Finding } from '../../findings/finding.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refOf, refText } from '../../kube/object-ref.ts';
import { changesBetween } from '../patch/changes.ts';
import { plain } from '../patch/plain.ts';
import { leadsBack } from '../patch/undo.ts';
import { denial } from '../plan/denial.ts';
import { markerOf } from '../plan/make-plan.ts';
import type { PlannedStep, PlannedWrite } from '../plan/plan.ts';
import { type ConsideredStep, considerStep } from '../plan/plan-step.ts';
import type { Repair } from '../plan/repair.ts';
import { writtenChanges } from '../plan/written-changes.ts';
import { canonicalJson, sha256 } from '../state/canonical.ts';
import { wantedOf } from './again.ts';
import type { Keeper } from './keeper.ts';
import { sendWrite, type Trace, whatBecameOf } from './send-write.ts';
import type { StepOutcome } from './step-outcome.ts';

/** How often a step is thought through anew because somebody else changed its object. */
const ATTEMPTS = 3;

/** What a step runs in. */
export interface Running {
  readonly repair: Repair;
  readonly keeper: Keeper;
  /** The finding as it is now; null where a person asked. */
  readonly finding: Finding | null;
}

type Executed =
  | { readonly state: 'executed' }
  | {
      readonly state: 'again';
      readonly reason: string;
      /** A write whose answer was lost, and which may still arrive. */
      readonly late?: Trace;
    }
  | Exclude<StepOutcome, { state: 'verified' }>;

/**
 * Makes the changes of one step, in the order that survives a crash: think it through on live data, write down the
 * intent, back up and prove the way back, look once more, write down that it begins, send, write down that it is done.
 */
export async function executeStep(
  step: PlannedStep,
  running: Running,
): Promise<{ readonly state: 'executed' } | Exclude<StepOutcome, { state: 'verified' }>> {
  let reason = '';
  let late: Trace | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const outcome = await attemptStep(step, running);
    if (outcome.state !== 'again')
      return outcome.state === 'executed' ? outcome : unlessArrived(step, outcome, late, running);
    reason = outcome.reason;
    late = outcome.late ?? late;
    await running.keeper.record({ type: 'CONFLICT', step: step.id, reason });
  }
  const gaveUp = {
    state: 'conflict',
    reason: `gave up after ${ATTEMPTS} attempts: ${reason}`,
    hasWritten: false,
  } as const;
  return unlessArrived(step, gaveUp, late, running);
}

/** A write that was given up may have arrived since, behind a slow webhook: then it was done, and is not denied. */
async function unlessArrived(
  step: PlannedStep,
  outcome: Exclude<StepOutcome, { state: 'verified' }>,
  late: Trace | undefined,
  { repair, keeper }: Running,
): Promise<{ readonly state: 'executed' } | Exclude<StepOutcome, { state: 'verified' }>> {
  if (late === undefined) return outcome;
  const sent = await whatBecameOf(late, repair);
  if (sent.state !== 'executed') return outcome;
  const { write, before } = late;
  await noteExecuted(step.id, 0, { keeper, write, before, sent });
  if (step.writes.length === 1) return { state: 'executed' };
  return { state: 'failed', reason: 'its first change arrived after it had been given up', hasWritten: true };
}

async function attemptStep(step: PlannedStep, running: Running): Promise<Executed> {
  const { repair, keeper, finding } = running;
  const marker = markerOf(keeper.runId, step.id);
  const considered = await considerStep(
    wantedOf(step),
    { finding, marker, planHash: keeper.plan.hash, plannedUid: step.targetUid },
    repair,
  );
  if (considered.moved !== null) return { state: 'again', reason: considered.moved };
  const refusal = refusalOf(step, considered);
  if (refusal !== null) return refusal;
  const { writes } = considered.planned;
  if (writes.length === 0) return { state: 'executed' };
  const deadlineMs = repair.clock.monotonicMs() + step.timeoutMs;
  await intend(step, considered, running);
  const unproven = considered.predicted.findIndex(
    (object, index) => !isProven(object, considered.before[index] ?? null),
  );
  if (unproven >= 0)
    return deny('way-back', `the way back for ${refText(step.target)} could not be proved on the dry run's answer`);
  const manifestHash = await keeper.backUp(step.id, { target: considered.target, writes, before: considered.before });
  await keeper.record({ type: 'BACKED_UP', step: step.id, manifestHash });
  const moved = await firstMoved(considered, repair);
  if (moved !== null) return { state: 'again', reason: moved };
  return send(step, considered, { running, deadlineMs, marker });
}

function refusalOf(step: PlannedStep, { planned }: ConsideredStep): Executed | null {
  const denials = planned.judgements.filter(({ allows }) => !allows);
  if (denials.length > 0) return { state: 'denied', judgements: denials };
  if (planned.proposeOnly) return deny('action', `${planned.action} is only shown: a person does it`);
  if (planned.signature === step.signature) return null;
  return { state: 'changed', reason: `what would be done to ${refText(step.target)} now is not what was planned` };
}

async function intend(step: PlannedStep, considered: ConsideredStep, { repair, keeper }: Running): Promise<void> {
  const { planned, target, before } = considered;
  const requests = planned.writes.map(({ request }) => request);
  await keeper.record({
    type: 'INTENT',
    step: step.id,
    ref: step.target,
    uid: target?.metadata.uid ?? null,
    resourceVersion: target?.metadata.resourceVersion ?? null,
    forwardHash: sha256(canonicalJson(requests)),
    inverseHash: sha256(canonicalJson([planned.writes.map(({ changes }) => changes), before])),
    deadline: new Date(repair.clock.now().getTime() + step.timeoutMs).toISOString(),
  });
}

/** A patch must lead back, on the very object that the server says it would make. */
function isProven(predicted: KubeObject | null, before: KubeObject | null): boolean {
  if (predicted === null || before === null) return true;
  const [after, was] = [plain(predicted) ?? null, plain(before) ?? null];
  return leadsBack(after, was, changesBetween(was, after));
}

/** One last look before anything is sent: the backup must be of the object that is changed. */
async function firstMoved({ before, planned }: ConsideredStep, { reader }: Repair): Promise<string | null> {
  for (const [index, object] of before.entries()) {
    if (object === null) continue;
    const ref = refOf(object);
    const read = await reader.getAny(ref);
    if (read.state === 'unreadable') return `cannot read ${refText(ref)}: ${read.reason}`;
    if (read.state === 'missing') return `${refText(ref)} is gone`;
    const { uid, resourceVersion } = read.object.metadata;
    // The status of a pod that is to go may change as it likes.
    const isPatch = planned.writes[index]?.request.verb === 'patch';
    const isOther = uid !== object.metadata.uid || (isPatch && resourceVersion !== object.metadata.resourceVersion);
    if (isOther) return `${refText(ref)} was changed meanwhile`;
  }
  return null;
}

interface Sending {
  readonly running: Running;
  readonly deadlineMs: number;
  readonly marker: string;
}

async function send(step: PlannedStep, { planned, before }: ConsideredStep, sending: Sending): Promise<Executed> {
  const { keeper, repair } = sending.running;
  for (const [index, write] of planned.writes.entries()) {
    const object = before[index] ?? null;
    await keeper.record({ type: 'EXECUTING', step: step.id, write: index });
    const sent = await sendWrite(write, object, { repair, deadlineMs: sending.deadlineMs, marker: sending.marker });
    const hasWritten = index > 0;
    switch (sent.state) {
      case 'executed':
        await noteExecuted(step.id, index, { keeper, write, before: object, sent });
        break;
      case 'not-done':
        return hasWritten
          ? { state: 'conflict', reason: sent.reason, hasWritten }
          : {
              state: 'again',
              reason: sent.reason,
              ...(sent.mayArrive === true ? { late: { write, before: object, marker: sending.marker } } : {}),
            };
      case 'refused':
        return { state: 'failed', reason: sent.reason, hasWritten };
      case 'conflict':
        // It may have been done: nobody can say that nothing was.
        return { state: 'conflict', reason: sent.reason, hasWritten: true };
    }
  }
  return { state: 'executed' };
}

interface Answered {
  readonly keeper: Keeper;
  readonly write: PlannedWrite;
  readonly before: KubeObject | null;
  readonly sent: { readonly object: KubeObject | null; readonly recovered: boolean; readonly markerLost: boolean };
}

/** Keeps what the server really made of it: an admission webhook may answer differently than in the dry run. */
export async function noteExecuted(
  step: string,
  index: number,
  { keeper, write, before, sent }: Answered,
): Promise<void> {
  const { object, recovered, markerLost } = sent;
  const isPatch = write.request.verb === 'patch' && object !== null && before !== null;
  // A recovered object may have moved on since: what the dry run predicted is closer to what we did.
  const changes = isPatch && !recovered ? writtenChanges(before, object) : write.changes;
  // First: with it on disk, a crash before the record is settled like one before the answer.
  await keeper.keepAnswer(step, index, { ...write, changes }, object);
  await keeper.record({
    type: 'EXECUTED',
    step,
    write: index,
    uid: object?.metadata.uid ?? null,
    resourceVersion: object?.metadata.resourceVersion ?? null,
    responseHash: object === null ? null : sha256(canonicalJson(object)),
    ...(recovered ? { recovered } : {}),
    ...(markerLost ? { markerLost } : {}),
  });
}

function deny(guard: string, reason: string): Executed {
  return { state: 'denied', judgements: [denial(guard, reason)] };
}
