import type { ModelAnswer } from './backend.ts';
import { modelError } from './failure.ts';
import { createJsonEnd } from './json-end.ts';

/** A part of an answer; `end` comes with the last text, the counts with it or after it. */
export interface AnswerPiece {
  readonly text: string;
  readonly end: 'complete' | 'out-of-tokens' | null;
  readonly promptTokens: number | null;
  readonly answerTokens: number | null;
  readonly answerMs: number | null;
}

/** How long a server gets, after the JSON is complete, to end its answer: its counts come with the end. */
const GRACE_PIECES = 16;
const GRACE_MS = 1500;

interface Collecting {
  readonly who: string;
  readonly onText: ((text: string) => void) | undefined;
  /** Ends the exchange. */
  close(): void;
}

/** Reads an answer to its end, or a little past the end of its JSON. */
export async function collectAnswer(pieces: AsyncIterable<AnswerPiece>, how: Collecting): Promise<ModelAnswer> {
  const growing = createGrowing();
  let grace: NodeJS.Timeout | undefined;
  let left = GRACE_PIECES;
  try {
    for await (const piece of pieces) {
      growing.add(piece);
      if (growing.jsonEnds() === null) {
        how.onText?.(growing.text());
        continue;
      }
      grace ??= announceEnd(growing.text(), how);
      if (--left <= 0) break;
    }
  } catch (thrown) {
    // What comes after the JSON is of no interest, and so is how it ends.
    if (growing.jsonEnds() === null) throw thrown;
  } finally {
    clearTimeout(grace);
  }
  return growing.answer(how.who);
}

function announceEnd(text: string, how: Collecting): NodeJS.Timeout {
  how.onText?.(text);
  return setTimeout(how.close, GRACE_MS);
}

interface Growing {
  add(piece: AnswerPiece): void;
  text(): string;
  jsonEnds(): number | null;
  /** @throws ModelError where the answer has no end. */
  answer(who: string): ModelAnswer;
}

function createGrowing(): Growing {
  const findEnd = createJsonEnd();
  let whole = '';
  let jsonEnd: number | null = null;
  let end: AnswerPiece['end'] = null;
  let counts: Pick<ModelAnswer, 'promptTokens' | 'answerTokens' | 'answerMs'> = {
    promptTokens: null,
    answerTokens: null,
    answerMs: null,
  };
  const text = () => (jsonEnd === null ? whole : whole.slice(0, jsonEnd));
  return {
    add(piece) {
      whole += piece.text;
      jsonEnd = findEnd(whole);
      end = piece.end ?? end;
      counts = {
        promptTokens: piece.promptTokens ?? counts.promptTokens,
        answerTokens: piece.answerTokens ?? counts.answerTokens,
        answerMs: piece.answerMs ?? counts.answerMs,
      };
    },
    text,
    jsonEnds: () => jsonEnd,
    answer(who) {
      if (end === null && jsonEnd === null) throw modelError('gave-up', `the answer of ${who} has no end`);
      return { text: text(), complete: jsonEnd !== null || end === 'complete', ...counts };
    },
  };
}
