import { plural } from './counting.ts';
import type { Report } from './report.ts';

type Explanation = NonNullable<Report['findings'][number]['explanation']>;

/** `verified, qwen3:4b-instruct`: how far the words of a model can be trusted, and why there may be none. */
export function stateText({ state, model, droppedSentences, note }: Explanation): string {
  const why = note === null ? '' : `; ${note}`;
  switch (state) {
    case 'verified':
      return `verified, ${model ?? ''}${why}`;
    case 'partly-verified':
      return `partly verified, ${plural(droppedSentences, 'sentence')} removed, ${model ?? ''}${why}`;
    case 'built-in':
      return `built-in${why}`;
  }
}
