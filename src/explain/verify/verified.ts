/** Why a sentence is not shown. */
export type Reason =
  /** Too short, too long, without a verb, a question, cut off, or with quotes that do not close. */
  | 'shape'
  | 'repetition'
  | 'language'
  /** About the model, its instructions or this text. */
  | 'meta'
  /** A command, an address or anything else that a shell could take. */
  | 'command'
  /** Tells somebody to do something. */
  | 'advice'
  /** Says that all is well. */
  | 'dismissal'
  /** Says the opposite of what a statement says. */
  | 'contradiction'
  | 'name'
  | 'number'
  /** A word outside the vocabulary. */
  | 'word'
  /** Speaks of something that nothing in the evidence is about. */
  | 'concept'
  /** Repeats free text of the cluster as if it were a fact. */
  | 'copied'
  /** A translation without a name or number of its original. */
  | 'lost';

export interface DroppedSentence {
  readonly sentence: string;
  readonly reason: Reason;
  /** The word that it fell by; null where it is the whole. */
  readonly token: string | null;
}

export interface Verified {
  /** The sentences that may be shown, cleaned, in their order. */
  readonly kept: readonly string[];
  readonly dropped: readonly DroppedSentence[];
}

/** What is wrong with a sentence. */
export interface Objection {
  readonly reason: Reason;
  readonly token: string | null;
}

export function objection(reason: Reason, token: string | null = null): Objection {
  return { reason, token };
}
