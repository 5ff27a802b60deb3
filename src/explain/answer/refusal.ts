import type { DroppedSentence, Reason } from '../verify/verified.ts';

/** Why an answer was not taken. */
export interface Refusal {
  /** For the user: our own words, none of the model's. */
  readonly reason: string;
  /** For the model, which is asked again: with the word that was wrong. */
  readonly detail: string;
  /** Asking again would not help. */
  readonly final: boolean;
  /** How many sentences were taken out. */
  readonly dropped: number;
}

const REASONS: Readonly<Record<Reason, string>> = {
  shape: 'it has no whole sentence',
  repetition: 'it repeats itself',
  language: 'it is not in the language that was asked for',
  meta: 'it speaks of its instructions instead of the problem',
  command: 'it holds a command or a link',
  advice: 'it says what to do, which is chosen from the fixes',
  dismissal: 'it says that all is well',
  contradiction: 'it says the opposite of the evidence',
  name: 'it names something that is not in the evidence',
  number: 'it has a number that is not in the evidence',
  word: 'it has a word that is neither in the evidence nor a plain one',
  concept: 'it speaks of something that the evidence is not about',
  copied: 'it repeats text of the cluster as if it were a fact',
  lost: 'a name or a number was lost in translation',
};

export function refusal(reason: string, detail: string = reason): Refusal {
  return { reason, detail, final: false, dropped: 0 };
}

/** The refusal of a text of which no sentence is left. */
export function refusalOf(dropped: readonly DroppedSentence[]): Refusal {
  const [first] = dropped;
  if (first === undefined) return refusal('it says nothing');
  const reason = REASONS[first.reason];
  const detail = first.token === null ? reason : `${reason}: ${first.token}`;
  return { ...refusal(reason, detail), dropped: dropped.length };
}
