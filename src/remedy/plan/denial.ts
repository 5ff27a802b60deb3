import type { Judgement } from './plan.ts';

/** A plain no. */
export function denial(guard: string, reason: string, hint?: string): Judgement {
  return { guard, allows: false, reason, hint: hint ?? null, waitsFor: null };
}
