import { type ModelError, modelError, quote } from './failure.ts';
import type { Guard } from './guarded-fetch.ts';
import { errorText } from './refusal.ts';

/**
 * Lets whole lines through, each one JSON object and no error, the last one marked as the end. A client library
 * prints, or throws oddly, on others.
 */
export async function* checkedLines(body: AsyncIterable<Uint8Array>, guard: Guard): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();
  let rest = '';
  let last = '';
  for await (const piece of body) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line.trim() === '') continue;
      last = checkedLine(line, guard, 'refused');
      yield encoder.encode(`${last}\n`);
    }
  }
  rest += decoder.decode();
  if (rest.trim() !== '') last = checkedLine(rest, guard, 'cut-off');
  if (!isEnd(last)) throw modelError('gave-up', `the answer of ${guard.who} has no end`);
  if (rest.trim() !== '') yield encoder.encode(`${rest}\n`);
}

/** An answer ends with `done`, a pull with `success`. */
function isEnd(line: string): boolean {
  const value = objectIn(line);
  return (
    value !== null && (('done' in value && value.done === true) || ('status' in value && value.status === 'success'))
  );
}

/** Lets one JSON value through, after it was read wholly. */
export async function* checkedJson(body: AsyncIterable<Uint8Array>, guard: Guard): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of body) text += decoder.decode(piece, { stream: true });
  yield new TextEncoder().encode(checkedLine(text + decoder.decode(), guard, 'refused'));
}

function checkedLine(line: string, guard: Guard, otherwise: 'refused' | 'cut-off'): string {
  const value = objectIn(line);
  if (value === null) throw notJson(guard, otherwise);
  const error = 'error' in value ? errorText(value) : null;
  if (error !== null) throw inAnswer(error, guard);
  return line;
}

/** The error for an error that a server reports in an answer that began well. */
export function inAnswer(error: string, guard: Pick<Guard, 'who' | 'withheld'>): ModelError {
  return modelError('refused', `${guard.who} gave up: ${quote(error, guard.withheld)}`);
}

function notJson(guard: Guard, kind: 'refused' | 'cut-off'): ModelError {
  return kind === 'refused'
    ? modelError('refused', `${guard.who} answered with a line that is not JSON`)
    : modelError('cut-off', `the answer of ${guard.who} ended in the middle of a line`);
}

function objectIn(line: string): object | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}
