import { jsonSchemaOf } from './answer/answer-schema.ts';
import { parseAnswer } from './answer/parse-answer.ts';
import { type Refusal, refusal } from './answer/refusal.ts';
import { estimateTokens } from './evidence/estimate-tokens.ts';
import type { Masking } from './mask/masking.ts';
import type { Backend, ModelFailure } from './model/backend.ts';
import { partsText } from './prompt/parts.ts';
import type { Prompt } from './prompt/prompts.ts';

/** What leaves this process, for a server or for `--show-prompt`. */
export interface Sent {
  readonly system: string;
  readonly user: string;
  readonly schema: object;
}

/** An answer that follows its schema, one that does not, or none. */
export type Reply<T> =
  | { readonly state: 'answered'; readonly value: T }
  | { readonly state: 'unreadable'; readonly refusal: Refusal }
  | { readonly state: 'failed'; readonly failure: ModelFailure };

export interface Sending {
  readonly backend: Backend;
  /** Null where names may be sent. */
  readonly masking: Masking | null;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onText?: ((text: string) => void) | undefined;
}

/** The window of a model with the defaults of a small machine, less some slack. */
const WINDOW_TOKENS = 4_000;
/** A server that counted so much less than we did has cut the prompt. Estimates are some tenths too high. */
const CUT_BELOW = 0.4;

/** The text of a prompt as it is sent: with masking, no name of the cluster is in it. */
export function textOf<T>(prompt: Prompt<T>, masking: Masking | null): Sent {
  return readyToSend(prompt, masking).sent;
}

/** A prompt as it is sent, and the values of the cluster in it. The rest is our own words, whatever a name looks like. */
function readyToSend<T>(
  prompt: Prompt<T>,
  masking: Masking | null,
): { readonly sent: Sent; readonly values: readonly string[] } {
  const values: string[] = [];
  const mask = (text: string): string => {
    const value = masking === null ? text : masking.mask(text);
    values.push(value);
    return value;
  };
  const schema = jsonSchemaOf(prompt.schema);
  const names = new Set(prompt.namesInSchema);
  const sent = {
    system: prompt.system,
    user: partsText(prompt.user, mask),
    schema: names.size === 0 ? schema : masked(schema, (text) => (names.has(text) ? mask(text) : text)),
  };
  return { sent, values };
}

/**
 * Asks a model. Every prompt goes through here: this is where names are masked, where what would leak is held back, and
 * where an answer to a prompt that was cut is thrown away.
 */
export async function send<T>(prompt: Prompt<T>, sending: Sending): Promise<Reply<T>> {
  const { backend, masking, timeoutMs, signal, onText } = sending;
  const { sent, values } = readyToSend(prompt, masking);
  if (masking !== null && values.some((value) => masking.leaks(value).length > 0))
    return unsent('a name could not be masked, so nothing was sent');
  const promptTokens = estimateTokens(sent.system + sent.user);
  if (promptTokens + prompt.answerTokens > WINDOW_TOKENS) return unsent('the prompt is too long for the window');
  const outcome = await backend.ask({
    ...sent,
    answerTokens: prompt.answerTokens,
    promptTokens,
    timeoutMs,
    signal,
    onText,
  });
  if (!outcome.ok && outcome.failure.kind === 'gave-up')
    return { state: 'unreadable', refusal: refusal('it breaks off, as when a model repeats itself') };
  if (!outcome.ok) return { state: 'failed', failure: outcome.failure };
  const answer = outcome.value;
  if (answer.promptTokens !== null && answer.promptTokens < promptTokens * CUT_BELOW)
    return unsent('the server cut the prompt');
  if (!answer.complete) return { state: 'unreadable', refusal: refusal('it was cut off at its longest length') };
  const parsed = parseAnswer(answer.text, prompt.schema, masking?.unmask);
  return parsed.ok ? { state: 'answered', value: parsed.value } : { state: 'unreadable', refusal: parsed.refusal };
}

/** No word of a model about this prompt: nothing to store, and no reason to ask again. */
function unsent(message: string): Reply<never> {
  return { state: 'failed', failure: { kind: 'not-asked', message, hint: null } };
}

/** The same JSON with its strings changed. */
function masked(schema: object, change: (text: string) => string): object {
  return JSON.parse(JSON.stringify(schema, (_, value: unknown) => (typeof value === 'string' ? change(value) : value)));
}
