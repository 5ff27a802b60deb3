import type { IfDrifted } from '../patch/undo.ts';
import type { Conduct } from './conduct.ts';
import { madeWrites } from './disk-keeper.ts';
import { type RolledBack, rollbackStep } from './rollback-step.ts';

/**
 * Takes steps of a run back that is over, the last one first, and writes down how that ended.
 *
 * @param steps ids
 */
export async function takeBackRun(
  conduct: Conduct,
  steps: readonly string[],
  reason: string,
  ifDrifted: IfDrifted = 'Abort',
): Promise<RolledBack> {
  const { keeper, repair } = conduct;
  // What an attempt that was cut short did is not to be done again, and was taken back all the same.
  const wasCutShort = keeper.happened().some(({ type }) => type === 'ROLLBACK_INTENT');
  const left: string[] = [];
  const notes: string[] = [];
  let requests = 0;
  for (const step of [...steps].reverse()) {
    const writes = (await madeWrites(keeper, step)).map(({ index }) => index);
    const rolled = await rollbackStep(step, { repair, keeper, reason, writes, ifDrifted });
    left.push(...rolled.left);
    notes.push(...rolled.notes);
    requests += rolled.requests;
  }
  if (requests + left.length > 0 || (wasCutShort && notes.length > 0)) {
    await keeper.record({ type: 'DONE', outcome: outcomeOf(left, requests), reason });
  } else if (notes.length > 0) {
    // Where there was nothing to take back, the run ended as it had ended before.
    const { outcome, reason: why } = keeper.ended() ?? { outcome: outcomeOf(left, requests), reason };
    await keeper.record({ type: 'DONE', outcome, reason: why });
  }
  return { isWhole: left.length === 0, requests, left, notes };
}

/** How taking back ended. */
export function outcomeOf(left: readonly string[], requests: number) {
  return left.length === 0 ? 'rolled-back' : requests > 0 ? 'partially-rolled-back' : 'needs-human';
}
