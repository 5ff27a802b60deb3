import type { Judgement } from '../plan/plan.ts';

/** How a step ended. `hasWritten` tells whether there is something to take back. */
export type StepOutcome =
  | { readonly state: 'verified'; readonly reason: string }
  /** A guard or the action itself says no, on live data. Nothing was sent. */
  | { readonly state: 'denied'; readonly judgements: readonly Judgement[] }
  /** What would be done is no longer what was planned. Nothing was sent. */
  | { readonly state: 'changed'; readonly reason: string }
  /** Somebody else keeps changing the object, or changed it in between. */
  | { readonly state: 'conflict'; readonly reason: string; readonly hasWritten: boolean }
  | { readonly state: 'failed'; readonly reason: string; readonly hasWritten: boolean };
