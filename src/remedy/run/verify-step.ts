import { isAtLeast } from '../../findings/severity.ts';
import type { KubeObject } from '../../kube/object.ts';
import { refText } from '../../kube/object-ref.ts';
import type { Progress } from '../action.ts';
import type { PlannedStep, PlannedWrite } from '../plan/plan.ts';
import type { FreshLook, Repair } from '../plan/repair.ts';
import { type Known, seesLess } from './known.ts';
import { takenAway } from './taken-away.ts';

/** What verification looks at. */
export interface Proving {
  readonly repair: Repair;
  /** As it was before the step. */
  readonly target: KubeObject;
  readonly writes: readonly PlannedWrite[];
  /** What the server returned for them. */
  readonly written: readonly (KubeObject | null)[];
  readonly writtenAt: Date;
  /** What was so before. */
  readonly known: Known;
  /** Told when what is waited for changes. */
  onWaiting(reason: string): Promise<void>;
}

export type Proven = { readonly state: 'verified' | 'failed'; readonly reason: string };

const BETWEEN_MS = 1_500;
/** A fresh look reads whole namespaces. */
const BETWEEN_LOOKS_MS = 4_000;

/** Waits until a step's change has worked, or is known not to, or its time is over. */
export async function verifyStep(step: PlannedStep, proving: Proving, deadlineMs: number): Promise<Proven> {
  const { repair, target, written, writtenAt } = proving;
  const { clock, reader } = repair;
  const action = repair.actions.get(step.action);
  if (action === undefined) return { state: 'failed', reason: `there is no action ${step.action}` };
  let said = '';
  let goneSinceMs: number | null = null;
  for (;;) {
    const { params } = step;
    const lost = await takenAway(proving.writes, reader);
    if (lost !== null) return { state: 'failed', reason: lost };
    const progress = await action.verify({ target, params, written, reader, writtenAt, now: clock.now() });
    const proof = progress.state === 'done' ? await clearance(step, proving) : progress;
    if (proof.state === 'failed') return { state: 'failed', reason: proof.reason };
    goneSinceMs = proof.state === 'done' ? (goneSinceMs ?? clock.monotonicMs()) : null;
    if (goneSinceMs !== null && clock.monotonicMs() - goneSinceMs >= step.proof.forMs) {
      return { state: 'verified', reason: progress.reason };
    }
    const waitsFor = proof.state === 'done' ? `it must stay so for ${step.proof.forMs / 1000} s` : proof.reason;
    if (waitsFor !== said) await proving.onWaiting(waitsFor);
    said = waitsFor;
    const pauseMs = progress.state === 'done' && needsLook(step) ? BETWEEN_LOOKS_MS : BETWEEN_MS;
    if (clock.monotonicMs() + pauseMs > deadlineMs) {
      return { state: 'failed', reason: `not within ${Math.round(step.timeoutMs / 1000)} s: ${waitsFor}` };
    }
    await clock.sleep(pauseMs);
  }
}

/** Whether the findings are gone, and no worse ones came. */
async function clearance(step: PlannedStep, { repair, known }: Proving): Promise<Progress> {
  const { cleared, noNewFindings } = step.proof;
  if (!needsLook(step)) return { state: 'done', reason: 'nothing else is asked for' };
  const look = await repair.look(step.target.namespace === null ? null : [step.target.namespace]);
  const still = look.findings.find(({ id }) => cleared.includes(id));
  if (still !== undefined) return { state: 'waiting', reason: `still there: ${still.message}` };
  if (seesLess(look, known)) return { state: 'waiting', reason: 'a part of the namespace could not be read' };
  const worse = noNewFindings === null ? undefined : newOne(look, known, noNewFindings, step.target.namespace);
  if (worse === undefined) return { state: 'done', reason: `${refText(step.target)} has no such finding any more` };
  return { state: 'waiting', reason: `new: ${worse.message}` };
}

/** What happens elsewhere, to a node say, is not the doing of a change in this namespace. */
function newOne(
  { findings }: FreshLook,
  known: Known,
  severity: NonNullable<PlannedStep['proof']['noNewFindings']>,
  namespace: string | null,
) {
  return findings.find(
    ({ id, subject, severity: its }) =>
      !known.has(id) && isAtLeast(its, severity) && (namespace === null || subject.namespace === namespace),
  );
}

function needsLook({ proof }: PlannedStep): boolean {
  return proof.cleared.length > 0 || proof.noNewFindings !== null;
}
