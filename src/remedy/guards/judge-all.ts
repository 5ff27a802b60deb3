import { messageOf } from '../../base/errors.ts';
import type { GuardFacts } from './facts.ts';
import type { Denial, Guard, Verdict } from './guard.ts';
import { GUARDS } from './index.ts';
import { deny } from './verdicts.ts';

/** What one guard said. */
export interface Judged {
  readonly guard: string;
  readonly title: string;
  readonly verdict: Verdict;
}

/** What all guards said, in their order. */
export interface Judgement {
  readonly allows: boolean;
  readonly judged: readonly Judged[];
  /** What it waits for, where it waits and nothing else is in the way; empty for a plain no, and for a yes. */
  readonly waitsFor: readonly NonNullable<Denial['waitsFor']>[];
}

/** Asks every guard, whatever the others say. A guard that fails says no. */
export function judgeAll(facts: GuardFacts, guards: readonly Guard<GuardFacts>[] = GUARDS): Judgement {
  const judged = guards.map((guard): Judged => ({ guard: guard.id, title: guard.title, verdict: ask(guard, facts) }));
  const denials = judged.flatMap(({ verdict }) => (verdict.allows ? [] : [verdict]));
  const waits = denials.map(({ waitsFor }) => waitsFor).filter((wait) => wait !== undefined);
  return {
    allows: denials.length === 0 && judged.length > 0,
    judged,
    waitsFor: waits.length === denials.length ? [...new Set(waits)] : [],
  };
}

function ask(guard: Guard<GuardFacts>, facts: GuardFacts): Verdict {
  try {
    return guard.judge(facts);
  } catch (error) {
    return deny(`the guard ${guard.id} failed: ${messageOf(error)}`, { id: 'GuardFailed' });
  }
}
