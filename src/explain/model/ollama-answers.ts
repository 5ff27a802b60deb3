import { z } from 'zod';
import type { AnswerPiece } from './collect-answer.ts';

/** What is read of `GET /api/tags`. */
export const TAGS = z.object({
  models: z.array(
    z.object({
      name: z.string(),
      size: z.number().nonnegative().catch(0),
      digest: z.string().nullable().catch(null),
      details: z
        .object({
          parameter_size: z.string().nullable().catch(null),
          quantization_level: z.string().nullable().catch(null),
        })
        .catch({ parameter_size: null, quantization_level: null }),
    }),
  ),
});

/** What is read of `GET /api/ps`. */
export const RUNNING = z.object({
  models: z.array(z.object({ name: z.string(), size: z.number().catch(0), size_vram: z.number().catch(0) })),
});

/** What is read of `POST /api/show`. */
export const SHOWN = z.object({ capabilities: z.array(z.string()).catch([]) });

const NANOSECONDS_PER_MS = 1e6;

/** One line of `POST /api/chat`. */
const CHUNK = z.object({
  message: z.object({ content: z.string() }).optional(),
  done: z.boolean().optional(),
  done_reason: z.string().optional(),
  prompt_eval_count: z.number().optional(),
  eval_count: z.number().optional(),
  eval_duration: z.number().optional(),
});

/** A line of an answer as a piece of it. */
export function pieceOf(line: unknown): AnswerPiece {
  const chunk = CHUNK.parse(line);
  const end = chunk.done_reason === 'length' ? ('out-of-tokens' as const) : ('complete' as const);
  return {
    text: chunk.message?.content ?? '',
    end: chunk.done === true ? end : null,
    promptTokens: chunk.prompt_eval_count ?? null,
    answerTokens: chunk.eval_count ?? null,
    answerMs: chunk.eval_duration === undefined ? null : Math.round(chunk.eval_duration / NANOSECONDS_PER_MS),
  };
}

/** A name with its tag: Ollama's `latest` goes without saying. A port in front of the path is no tag. */
export function fullName(name: string): string {
  const last = name.slice(name.lastIndexOf('/') + 1);
  return last.includes(':') ? name : `${name}:latest`;
}
