import { judgeExplanation } from './answer/judge.ts';
import type { Backend, ModelFailure } from './model/backend.ts';
import { explainPrompt } from './prompt/prompts.ts';
import type { Situation } from './prompt/situation.ts';
import { send } from './send.ts';

/** How a model did over a number of findings, asked once about each. */
export interface Evaluation {
  readonly asked: number;
  /** Answers that follow the schema. */
  readonly valid: number;
  /** Answers of which every sentence stands in the evidence. */
  readonly verified: number;
  /** Answers of which at least one sentence of the summary is left. */
  readonly partlyVerified: number;
  readonly keptSentences: number;
  readonly droppedSentences: number;
  /** Null where the server does not tell. */
  readonly tokensPerSecond: number | null;
  /** What ended it early; null where all questions were asked. */
  readonly failure: ModelFailure | null;
}

export interface Evaluating {
  readonly backend: Backend;
  readonly signal: AbortSignal;
  /** For each answer. */
  readonly timeoutMs: number;
  readonly onProgress: (done: number) => void;
}

/** Has a model explain findings, one after the other, and counts what holds. */
export async function evaluate(situations: readonly Situation[], evaluating: Evaluating): Promise<Evaluation> {
  const { signal, timeoutMs, onProgress } = evaluating;
  const pace = { tokens: 0, ms: 0 };
  const backend = paced(evaluating.backend, pace);
  const count = { asked: 0, valid: 0, verified: 0, partlyVerified: 0, keptSentences: 0, droppedSentences: 0 };
  let failure: ModelFailure | null = null;
  for (const situation of situations) {
    const reply = await send(explainPrompt(situation), { backend, masking: null, signal, timeoutMs });
    if (reply.state === 'failed' && reply.failure.kind !== 'timeout') {
      failure = reply.failure;
      break;
    }
    onProgress(++count.asked);
    if (reply.state !== 'answered') continue;
    count.valid++;
    const verdict = judgeExplanation(reply.value, situation);
    if (!verdict.ok) {
      count.droppedSentences += verdict.refusal.dropped;
      continue;
    }
    const { words, dropped } = verdict.value;
    count.keptSentences += words.summary.length + words.why.length + words.unknowns.length;
    count.droppedSentences += dropped;
    if (dropped === 0) count.verified++;
    else count.partlyVerified++;
  }
  return { ...count, tokensPerSecond: pace.ms === 0 ? null : (pace.tokens * 1_000) / pace.ms, failure };
}

/** The same server, with a count of what it wrote in which time. */
function paced(backend: Backend, pace: { tokens: number; ms: number }): Backend {
  return {
    ...backend,
    async ask(request) {
      const outcome = await backend.ask(request);
      if (outcome.ok && outcome.value.answerTokens !== null && outcome.value.answerMs !== null) {
        pace.tokens += outcome.value.answerTokens;
        pace.ms += outcome.value.answerMs;
      }
      return outcome;
    },
  };
}
