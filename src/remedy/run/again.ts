import type { PlannedStep } from '../plan/plan.ts';
import type { WantedStep } from '../plan/repair.ts';

/** What was asked for when a step was planned. */
export function wantedOf({ id, action, params, target, timeoutMs, onFailure, proof }: PlannedStep): WantedStep {
  return { id, action, params, target, timeoutMs, onFailure, proof };
}
