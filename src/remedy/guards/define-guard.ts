import type { FactShapes, GuardFacts } from './facts.ts';
import type { Guard, Verdict } from './guard.ts';
import { deny } from './verdicts.ts';

interface Definition<Name extends keyof FactShapes> {
  readonly id: string;
  readonly title: string;
  /** The fact that it judges. */
  readonly on: Name;
  judge(fact: FactShapes[Name]): Verdict;
}

/** A guard that says no by itself where its fact is missing or not known. */
export function defineGuard<Name extends keyof FactShapes>(definition: Definition<Name>): Guard<GuardFacts> {
  const { id, title, on } = definition;
  return {
    id,
    title,
    judge: (facts) => {
      const fact = facts[on];
      if (fact === undefined) return deny(`nobody looked at what the guard ${id} judges`, { id: 'Unknown' });
      return fact.known ? definition.judge(fact.value) : deny(fact.reason, { id: 'Unknown' });
    },
  };
}
