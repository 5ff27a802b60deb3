import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { exchange } from '../../../../src/explain/model/exchange.ts';
import { ModelError } from '../../../../src/explain/model/failure.ts';
import type { Guard } from '../../../../src/explain/model/guarded-fetch.ts';

/** A body in the given pieces; the last one for ever where `endless`. */
function body(pieces: readonly (string | Uint8Array)[], endless = false): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      // Timers get their turn, as they do with a real connection.
      await setImmediate();
      const piece = pieces[at] ?? (endless ? pieces.at(-1) : undefined);
      at++;
      if (piece === undefined) controller.close();
      else controller.enqueue(typeof piece === 'string' ? encoder.encode(piece) : piece);
    },
  });
}

/** What comes through the guard. */
async function through(accepts: Guard['accepts'], answer: () => Response, signal = new AbortController().signal) {
  const server = { fetch: async () => answer(), secret: 'sk-1', idleMs: 5000 };
  const options = { who: 'M at http://h', accepts, signal, timeoutMs: 5000, maxBytes: 300_000 };
  try {
    return await exchange(server, options, async ({ fetch }) => (await fetch('http://h/x')).text());
  } catch (thrown) {
    if (!(thrown instanceof ModelError)) throw thrown;
    return thrown;
  }
}

function response(
  pieces: readonly (string | Uint8Array)[],
  type: string | null,
  status = 200,
  endless = false,
): Response {
  return new Response(body(pieces, endless), { status, headers: type === null ? {} : { 'content-type': type } });
}

it('puts lines and letters together again that came in pieces', async () => {
  const bytes = new TextEncoder().encode('{"a":"ü€"}\n{"done":true}');
  const pieces = [...bytes].map((byte) => Uint8Array.of(byte));
  expect(await through('json-lines', () => response(pieces, 'application/x-ndjson'))).toBe(
    '{"a":"ü€"}\n{"done":true}\n',
  );
});

it.each([
  ['json', 'application/json; charset=utf-8'],
  ['json', 'application/vnd.docker.distribution.manifest.v2+json'],
  ['json', 'text/plain'],
  ['json', null],
  ['events', 'application/json'],
] as const)('takes for %s what is called %s', async (accepts, type) => {
  expect(await through(accepts, () => response(['{\n"a": 1}\n'], type))).toBe('{\n"a": 1}\n');
});

it.each([
  ['json', 'text/html', 'an HTML page'],
  ['json-lines', 'text/plain', 'text/plain'],
  ['json-lines', 'text/event-stream', 'text/event-stream'],
  ['events', 'image/png', 'image/png'],
] as const)('refuses for %s what is called %s', async (accepts, type, words) => {
  expect(await through(accepts, () => response(['{"done":true}\n'], type))).toMatchObject({
    failure: { kind: 'refused', message: `M at http://h answered with ${words} where JSON belongs` },
  });
});

it.each(['<html>', 'null', '3', '"a"', '{"a":'])('refuses %j as JSON', async (text) => {
  expect(await through('json', () => response([text], 'application/json'))).toMatchObject({
    failure: { kind: 'refused' },
  });
});

it('reads no more of an error than it needs', async () => {
  const endless = () => response(['{"error": "', 'x'.repeat(1000)], 'application/json', 500, true);
  const error = await through('json', endless);
  expect(error).toMatchObject({ status: 500, failure: { kind: 'refused' } });
  expect(error instanceof ModelError && error.said.length).toBe(65_536);
});

it('bounds an answer', async () => {
  const error = await through('events', () => response(['data: x\n\n'.repeat(100)], 'text/event-stream', 200, true));
  expect(error).toMatchObject({ failure: { kind: 'refused', message: expect.stringContaining('300000 bytes') } });
});

it.each([
  ['{"error": "plain sk-1"}', 'plain ***'],
  ['{"error": {"message": "nested"}}', 'nested'],
  ['{"object": "error", "message": "flat"}', 'flat'],
  ['{"detail": "of FastAPI"}', 'of FastAPI'],
  ['some text\u0007\u001b[2J\u202eabc', 'some text [2J abc'],
  ['<p>Bad gateway</p>', 'text/plain'],
])('says %j in its own words', async (text, words) => {
  expect(await through('json', () => response([text], 'text/plain', 418))).toMatchObject({
    failure: { message: `M at http://h answered 418: ${words}` },
  });
});

it('is interrupted while it reads an error', async () => {
  const stop = new AbortController();
  const answer = () => {
    stop.abort();
    return response(['{"error": "x"}'], 'application/json', 500);
  };
  expect(await through('json', answer, stop.signal)).toMatchObject({ failure: { kind: 'interrupted' } });
});
