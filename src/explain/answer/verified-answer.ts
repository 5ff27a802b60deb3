import { z } from 'zod';

const sentences = z.array(z.string());

/** The sentences of a model that stand in the evidence. */
export const Words = z.object({ summary: sentences, why: sentences, unknowns: sentences });

export type Words = Readonly<Record<keyof z.output<typeof Words>, readonly string[]>>;

/** An answer of which only what stands in the evidence is left. */
export const VerifiedAnswer = z.object({
  /** Ids of the call: of the cause, of lines of evidence, of fixes. */
  cause: z.string(),
  /** The place of the object to look at first among the call's objects; -1 for none. */
  object: z.int(),
  evidence: z.array(z.string()),
  fixes: z.array(z.string()),
  words: Words,
  /** How many sentences were taken out. */
  dropped: z.int().min(0),
});

export interface VerifiedAnswer {
  readonly cause: string;
  readonly object: number;
  readonly evidence: readonly string[];
  readonly fixes: readonly string[];
  readonly words: Words;
  readonly dropped: number;
}

/** Passes every sentence through `change`. */
export function mapWords({ summary, why, unknowns }: Words, change: (sentence: string) => string): Words {
  return { summary: summary.map(change), why: why.map(change), unknowns: unknowns.map(change) };
}
