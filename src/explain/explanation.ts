import type { Fix } from '../findings/finding.ts';

/** The languages that a model is asked for. The report's own words stay English. */
export const LANGUAGES = ['English', 'Portuguese', 'Spanish', 'German', 'French', 'Chinese'] as const;

export type Language = (typeof LANGUAGES)[number];

/**
 * - `verified`: every sentence of the model stands in the evidence.
 * - `partly-verified`: some did not, and were taken out.
 * - `built-in`: no word of a model.
 */
export const EXPLANATION_STATES = ['verified', 'partly-verified', 'built-in'] as const;

export type ExplanationState = (typeof EXPLANATION_STATES)[number];

/** The built-in text about a finding, as Markdown, with the finding's own names in it. */
export interface Knowledge {
  readonly means: string;
  readonly look: string;
  readonly repair: string;
  readonly fine: string;
}

/** Text about a finding. */
export interface Explanation {
  readonly state: ExplanationState;
  /** Why a model that was asked has no word in it, or why its words are English after all; null where all went well. */
  readonly note: string | null;
  /** How many sentences of the model were taken out. */
  readonly droppedSentences: number;
  /** The model whose words these are; null for `built-in`. */
  readonly model: string | null;
  readonly language: Language;
  /** What is wrong, in plain words. For `built-in` the same as `knowledge.means`. */
  readonly summary: string;
  /** How that follows from the evidence; null where nothing is said. */
  readonly why: string | null;
  /** What the evidence does not tell. */
  readonly unknowns: readonly string[];
  /** Which of several causes the model holds for the main one; null where there is one, or for `built-in`. */
  readonly cause: string | null;
  /** The object that the model would look at first, like `Pod shop/web-1`; null for `built-in`. */
  readonly object: string | null;
  /** The lines of evidence that the model rests on. */
  readonly evidence: readonly string[];
  /** Those of the finding's fixes that the model would begin with. */
  readonly fixes: readonly Fix[];
  readonly knowledge: Knowledge;
}
