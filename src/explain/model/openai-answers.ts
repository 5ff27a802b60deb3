import { z } from 'zod';
import type { AnswerPiece } from './collect-answer.ts';

/** What is read of `GET /models`. */
export const MODELS = z.object({ data: z.array(z.object({ id: z.string() })) });

const TEXT = z.object({ content: z.string().nullish() });
/** A chunk of a stream has a `delta`, a whole answer a `message`. */
const ANSWER = z.object({
  choices: z
    .array(z.object({ delta: TEXT.optional(), message: TEXT.optional(), finish_reason: z.string().nullish() }))
    .catch([]),
  usage: z
    .object({ prompt_tokens: z.number().optional(), completion_tokens: z.number().optional() })
    .nullish()
    .catch(null),
});

/** A chunk, or a whole answer, as a piece. */
export function pieceOf(value: unknown): AnswerPiece {
  const { choices, usage } = ANSWER.parse(value);
  const choice = choices[0];
  const reason = choice?.finish_reason ?? null;
  return {
    text: choice?.delta?.content ?? choice?.message?.content ?? '',
    end: reason === null || reason === '' ? null : reason === 'length' ? 'out-of-tokens' : 'complete',
    promptTokens: usage?.prompt_tokens ?? null,
    answerTokens: usage?.completion_tokens ?? null,
    answerMs: null,
  };
}
