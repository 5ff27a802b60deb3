import { z } from 'zod';
import { messageOf } from '../../base/errors.ts';
import type { ModelFailure, ModelFailureKind } from './backend.ts';

/** How much of a server's own words a message repeats. */
const LONGEST_QUOTE = 200;
/** A text of the server that shares so many letters in a row with the prompt is taken for a copy of it. */
const SHARED_LETTERS = 24;

/** Carries a failure through the client libraries; what a caller gets is the failure as a value. */
export class ModelError extends Error {
  readonly failure: ModelFailure;
  /** The HTTP status, where an answer came. */
  readonly status: number | null;
  /** All that the server said, for decisions; it may hold anything and is never shown. */
  readonly said: string;

  constructor(failure: ModelFailure, answer: { status: number; said: string } | null = null) {
    super(failure.message);
    this.name = 'ModelError';
    this.failure = failure;
    this.status = answer?.status ?? null;
    this.said = answer?.said ?? '';
  }
}

/** An error with a failure in it. */
export function modelError(kind: ModelFailureKind, message: string, hint: string | null = null): ModelError {
  return new ModelError({ kind, message, hint });
}

/** The failure in anything that was thrown. What is not ours came from a client library that met something odd. */
export function failureIn(thrown: unknown, who: string): ModelFailure {
  if (thrown instanceof ModelError) return thrown.failure;
  const why = thrown instanceof z.ZodError ? 'its answer is not what its API promises' : quote(messageOf(thrown));
  return { kind: 'refused', message: `${who} cannot be used: ${why}`, hint: null };
}

/** What must not stand in a message: the prompt, as it may be echoed, and the API key. */
export interface Withheld {
  readonly prompt: string;
  readonly secret: string | null;
}

/** A server's own words for a message: one line without control characters, short, without what is withheld. */
export function quote(said: string, withheld: Withheld = { prompt: '', secret: null }): string {
  const whole = oneLine(said);
  const open = withheld.secret === null || withheld.secret === '' ? whole : whole.replaceAll(withheld.secret, '***');
  const short = open.length > LONGEST_QUOTE ? `${open.slice(0, LONGEST_QUOTE - 1)}…` : open;
  return repeats(short, oneLine(withheld.prompt)) ? '(its message repeats the prompt and is not shown)' : short;
}

function oneLine(text: string): string {
  return text.replace(/[\p{C}\p{Z}\s]+/gu, ' ').trim();
}

function repeats(text: string, prompt: string): boolean {
  for (let start = 0; start + SHARED_LETTERS <= text.length; start++) {
    if (prompt.includes(text.slice(start, start + SHARED_LETTERS))) return true;
  }
  return false;
}
