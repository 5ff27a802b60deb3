import { createParser } from 'eventsource-parser';
import { inAnswer } from './answer-bytes.ts';
import type { AnswerPiece } from './collect-answer.ts';
import { modelError } from './failure.ts';
import type { Guard } from './guarded-fetch.ts';
import { pieceOf } from './openai-answers.ts';
import { errorText } from './refusal.ts';

/** The pieces of an answer, whether it is a stream of events or, from a server that knows no streams, one value. */
export async function* answerPieces(response: Response, guard: Guard): AsyncGenerator<AnswerPiece> {
  if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true) {
    yield pieceOf(await response.json());
    return;
  }
  const decoder = new TextDecoder();
  const waiting: string[] = [];
  const parser = createParser({ onEvent: (event) => waiting.push(event.data) });
  for await (const bytes of response.body ?? []) {
    parser.feed(decoder.decode(bytes, { stream: true }));
    for (const data of waiting.splice(0)) {
      if (data.trim() === '[DONE]') return;
      yield pieceOf(eventValue(data, guard));
    }
  }
}

function eventValue(data: string, guard: Guard): unknown {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    throw modelError('refused', `${guard.who} sent an event that is not JSON`);
  }
  const error = typeof value === 'object' && value !== null && 'error' in value ? errorText(value) : null;
  if (error !== null) throw inAnswer(error, guard);
  return value;
}
