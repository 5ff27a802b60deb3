import { describe, expect, it } from 'vitest';
import { type AnswerPiece, collectAnswer } from '../../../../src/explain/model/collect-answer.ts';

function piece(text: string, more: Partial<AnswerPiece> = {}): AnswerPiece {
  return { text, end: null, promptTokens: null, answerTokens: null, answerMs: null, ...more };
}

/** Gives the pieces, and then fails; counts what was taken. */
function source(pieces: readonly AnswerPiece[]) {
  const taken: AnswerPiece[] = [];
  async function* read() {
    for (const next of pieces) {
      taken.push(next);
      yield next;
    }
    throw new Error('the connection broke');
  }
  return { taken, read };
}

const how = { who: 'M', onText: undefined, close: () => {} };

it('reads a little past the end of the JSON, for the counts, and no more', async () => {
  const blanks = Array.from({ length: 100 }, () => piece(' '));
  const { taken, read } = source([piece('{"a":'), piece('1}'), ...blanks]);
  expect(await collectAnswer(read(), how)).toMatchObject({ text: '{"a":1}', complete: true, promptTokens: null });
  expect(taken.length).toBeLessThan(20);
});

it('takes the counts that come after the JSON, also with a later piece', async () => {
  const end = piece('', { end: 'out-of-tokens', answerMs: 5 });
  const { read } = source([piece('{}'), piece('\n'), end, piece('', { promptTokens: 7, answerTokens: 3 })]);
  expect(await collectAnswer(read(), how)).toEqual({
    text: '{}',
    complete: true,
    promptTokens: 7,
    answerTokens: 3,
    answerMs: 5,
  });
});

it('shows what follows the JSON to nobody', async () => {
  const seen: string[] = [];
  const { read } = source([piece('{}'), piece('and prose'), piece(' and more')]);
  const answer = await collectAnswer(read(), { ...how, onText: (text) => seen.push(text) });
  expect(answer.text).toBe('{}');
  expect(seen).toEqual(['{}']);
});

describe('an answer that is no JSON', () => {
  it('is read to its end', async () => {
    async function* read() {
      yield piece('No ');
      yield piece('idea {}', { end: 'complete' });
    }
    expect(await collectAnswer(read(), how)).toMatchObject({ text: 'No idea {}', complete: true });
  });

  it('fails with its connection', async () => {
    await expect(collectAnswer(source([piece('No')]).read(), how)).rejects.toThrow('the connection broke');
  });
});
