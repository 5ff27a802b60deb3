import type { KubeObject } from '../../kube/object.ts';
import type { PlannedStep } from '../plan/plan.ts';
import type { Conduct } from './conduct.ts';
import type { StepOutcome } from './step-outcome.ts';
import { verifyStep } from './verify-step.ts';

/** What a step that was executed is proved with. */
export interface Proof {
  readonly conduct: Conduct;
  /** Ids of the findings that were there before. */
  readonly known: ReadonlySet<string>;
  /** Of the monotonic clock. */
  readonly deadlineMs: number;
}

/** Verifies a step that was executed, by what lies on disk, and writes down how it ended. */
export async function proveStep(step: PlannedStep, { conduct, known, deadlineMs }: Proof): Promise<StepOutcome> {
  const { keeper, repair } = conduct;
  const backup = await keeper.readBackup(step.id);
  const answers = await keeper.readAnswers(step.id);
  const written = backup.writes.map((_, index) => answers.get(index) ?? null);
  const target = backup.target ?? firstOf(backup.before);
  if (target === null) return { state: 'verified', reason: 'there was nothing to change' };
  const onWaiting = async (reason: string) => {
    conduct.onProgress(step, reason);
    await keeper.record({ type: 'VERIFYING', step: step.id, reason });
  };
  const writtenAt = repair.clock.now();
  const { writes } = backup;
  const proving = { repair, target, writes, written, writtenAt, known, onWaiting };
  const proven = await verifyStep(step, proving, deadlineMs);
  if (proven.state === 'verified') {
    await keeper.record({ type: 'VERIFIED', step: step.id, reason: proven.reason });
    return { state: 'verified', reason: proven.reason };
  }
  await keeper.record({ type: 'VERIFY_FAILED', step: step.id, reason: proven.reason });
  return { state: 'failed', reason: proven.reason, hasWritten: true };
}

function firstOf(objects: readonly (KubeObject | null)[]): KubeObject | null {
  return objects.find((object) => object !== null) ?? null;
}
