import type { PlannedStep } from '../plan/plan.ts';
import type { Repair } from '../plan/repair.ts';
import type { Keeper } from './keeper.ts';

/** What a run needs beyond the cluster. */
export interface Conduct {
  readonly repair: Repair;
  readonly keeper: Keeper;
  /** Does what tells somebody and writes nothing to the cluster. */
  tell(step: PlannedStep): Promise<{ readonly isSent: boolean; readonly reason: string }>;
  /** For progress. */
  onProgress(step: PlannedStep, text: string): void;
}

/** True for what only tells somebody. */
export function isTelling({ action }: PlannedStep): boolean {
  return action === 'notify' || action === 'webhook.call';
}
