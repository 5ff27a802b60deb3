import type { Backups } from './backups.ts';
import type { Run } from './run.ts';

/**
 * The run whose backup shows an object as it was before all the repairs that followed each other on it; the run itself
 * where it is the first one. Undefined where it is not about that object, and where that backup is gone.
 */
export function baselineOf(backups: Backups, run: Run, uid: string): Run | undefined {
  const { cluster, targets } = run.header();
  const target = targets.find((candidate) => candidate.uid === uid);
  if (target === undefined) return undefined;
  return target.baselineRun === null ? run : backups.runIn(cluster.uid, target.baselineRun);
}
