import type { Judgement } from './answer/judge.ts';
import type { Refusal } from './answer/refusal.ts';
import { summarySoFar } from './answer/summary-so-far.ts';
import { estimateTokens } from './evidence/estimate-tokens.ts';
import type { ModelFailure } from './model/backend.ts';
import { partsText } from './prompt/parts.ts';
import type { Prompt } from './prompt/prompts.ts';
import { send } from './send.ts';
import type { Session } from './session.ts';

/** What two attempts came to: an answer that holds, a refusal of the last one, or a server that failed. */
export type Result<T> =
  | { readonly state: 'held'; readonly value: T }
  | { readonly state: 'refused'; readonly reason: string }
  | { readonly state: 'failed'; readonly failure: ModelFailure };

const ATTEMPTS = 2;
/** The first call may have to load the model from a slow disk. */
const LOADING_MS = 240_000;
const CALL_MS = 60_000;
/** A laptop's processor reads some 20 tokens a second of a model of 4B, and writes some 7. */
const READING_MS = 50;
const WRITING_MS = 150;

/** Asks until an answer holds, twice at most; the second time the model is told what was wrong. */
export async function askTwice<Answer, Held>(
  promptOf: (refused: string | null) => Prompt<Answer>,
  judge: (answer: Answer) => Judgement<Held>,
  session: Session,
  onSummary?: (summary: string) => void,
): Promise<Result<Held>> {
  let last: Refusal | null = null;
  for (let attempt = 1; attempt <= ATTEMPTS && !last?.final; attempt++) {
    const prompt = promptOf(last?.detail ?? null);
    const timeoutMs = Math.min(session.deadlineMs - session.now(), patienceMs(prompt));
    if (timeoutMs <= 0) return { state: 'failed', failure: OUT_OF_TIME };
    const { backend, masking, signal } = session;
    const shown = (text: string): string => masking?.unmask(text) ?? text;
    const onText = onSummary === undefined ? undefined : (text: string) => onSummary(shown(summarySoFar(text)));
    const reply = await send(prompt, { backend, masking, signal, timeoutMs, onText });
    if (reply.state === 'failed')
      return session.now() >= session.deadlineMs ? { state: 'failed', failure: OUT_OF_TIME } : reply;
    const verdict: Judgement<Held> =
      reply.state === 'answered' ? judge(reply.value) : { ok: false, refusal: reply.refusal };
    if (verdict.ok) return { state: 'held', value: verdict.value };
    last = verdict.refusal;
  }
  return { state: 'refused', reason: last?.reason ?? '' };
}

/** The time for all explanations is used up. */
export const OUT_OF_TIME: ModelFailure = {
  kind: 'timeout',
  message: 'the time for explanations was used up',
  hint: 'give it more with --explain-timeout',
};

function patienceMs<T>({ system, user, answerTokens }: Prompt<T>): number {
  return LOADING_MS + CALL_MS + READING_MS * estimateTokens(system + partsText(user)) + WRITING_MS * answerTokens;
}
