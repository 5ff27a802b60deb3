import type { Value } from '../policy/schema/compare.ts';

/** What a source said about a target. A value that is not known never looks like a small one. */
export type Sample =
  | {
      readonly state: 'known';
      /** One, but for a query that gives several series. */
      readonly values: readonly Value[];
      /** Whether one or every value must fulfil the comparison. */
      readonly reduce: 'any' | 'all';
      /** It is this much at least: how much more nobody knows. */
      readonly atLeast?: true;
      /** Since when it has been so, where the API itself tells: milliseconds before now. */
      readonly lastedMs?: number;
      /** How old the value is, in milliseconds; 0 where absent. */
      readonly ageMs?: number;
      /** What was seen, in words: `2 findings: pod-crash-loop`. */
      readonly text: string;
    }
  | {
      /** There is nothing to compare, and the source says so for certain. */
      readonly state: 'absent';
      readonly reason: string;
      /** What that means for a comparison other than `absent`. */
      readonly means: 'true' | 'false' | 'unknown';
    }
  | { readonly state: 'unknown'; readonly reason: string };

/** One value. */
export function known(value: Value, text: string): Sample & { readonly state: 'known' } {
  return { state: 'known', values: [value], reduce: 'any', text };
}

/** Nothing is known, for a reason. */
export function unknown(reason: string): Sample {
  return { state: 'unknown', reason };
}
