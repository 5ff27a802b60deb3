import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backend, ModelFailure, ModelRequest, Outcome } from '../../../../src/explain/model/backend.ts';
import { createOllama } from '../../../../src/explain/model/ollama.ts';
import { createOpenAi } from '../../../../src/explain/model/openai.ts';
import { answer, type FakeModel, type FakeModelOptions, startFakeModel } from '../../../support/fake-model/index.ts';

const JSON_TEXT = '{"summary": "a \\"}\\" b", "n": [1, {"x": 2}]}';

let fake: FakeModel | undefined;
const prints = [vi.spyOn(console, 'log'), vi.spyOn(console, 'warn'), vi.spyOn(console, 'error')];

beforeEach(() => {
  for (const print of prints) print.mockClear().mockImplementation(() => {});
});

afterEach(async () => {
  await fake?.close();
  fake = undefined;
  // The client of Ollama prints when it meets an error by itself.
  for (const print of prints) expect(print).not.toHaveBeenCalled();
});

async function start(options: FakeModelOptions): Promise<FakeModel> {
  fake = await startFakeModel(options);
  return fake;
}

function request(more: Partial<ModelRequest> = {}): ModelRequest {
  return {
    system: 'Answer in JSON.',
    user: 'Why does the container web-7f8 of the shop restart so often?',
    schema: { type: 'object', properties: { summary: { type: 'string' } }, required: ['summary'] },
    answerTokens: 50,
    promptTokens: 20,
    timeoutMs: 10_000,
    signal: new AbortController().signal,
    ...more,
  };
}

function failureOf(outcome: Outcome<unknown>): ModelFailure {
  if (outcome.ok) throw new Error(`an answer came: ${JSON.stringify(outcome.value)}`);
  return outcome.failure;
}

const BACKENDS: readonly [string, (url: string, idleMs?: number) => Backend][] = [
  ['ollama', (url, idleMs = 5000) => createOllama({ baseUrl: url, model: 'fake:1b', idleMs })],
  [
    'openai',
    (url, idleMs = 5000) => createOpenAi({ baseUrl: `${url}/v1`, model: 'fake:1b', apiKey: 'sk-very-secret', idleMs }),
  ],
];

describe.each(BACKENDS)('the %s backend', (_, create) => {
  it('gives a good answer with its counts, and shows it as it grows', async () => {
    const { url } = await start({ script: [{ does: 'answer', text: JSON_TEXT }], promptTokens: 42 });
    const seen: string[] = [];
    const outcome = await create(url).ask(request({ onText: (text) => seen.push(text) }));
    expect(outcome).toMatchObject({ ok: true, value: { text: JSON_TEXT, complete: true, promptTokens: 42 } });
    expect(seen.length).toBeGreaterThan(3);
    expect(
      seen.every((text, index) => JSON_TEXT.startsWith(text) && text.length >= (seen[index - 1]?.length ?? 0)),
    ).toBe(true);
    expect(seen.at(-1)).toBe(JSON_TEXT);
  });

  it('says that an answer ran out of tokens', async () => {
    const { url } = await start({ script: [{ does: 'answer', text: '{"summary": "a', reason: 'length' }] });
    expect(await create(url).ask(request())).toMatchObject({
      ok: true,
      value: { text: '{"summary": "a', complete: false },
    });
  });

  it('stops reading when the JSON is complete and only blanks follow', async () => {
    const { url } = await start({ script: [{ does: 'blanks', text: JSON_TEXT }] });
    expect(await create(url).ask(request())).toMatchObject({ ok: true, value: { text: JSON_TEXT, complete: true } });
  });

  it('takes a complete answer although the server falls silent after it', async () => {
    const { url } = await start({ script: [{ does: 'stall', text: JSON_TEXT }] });
    expect(await create(url, 60_000).ask(request({ timeoutMs: 60_000 }))).toMatchObject({
      ok: true,
      value: { text: JSON_TEXT, complete: true, promptTokens: null },
    });
  });

  it.each([
    ['cut', { does: 'cut', text: '{"summary": "a' }, 'cut-off', 'ended in the middle of an answer'],
    ['no end', { does: 'no-end', text: '{"summary": "a' }, 'gave-up', 'has no end'],
    ['broken line', { does: 'broken-line', text: '{"summary": "a' }, 'refused', 'not JSON'],
    ['huge', { does: 'huge' }, 'refused', 'more than 1048576 bytes'],
    ['page', { does: 'page', status: 200 }, 'refused', 'an HTML page'],
    ['bad gateway', { does: 'page', status: 502 }, 'refused', '502: an HTML page'],
    [
      'error 500',
      { does: 'error', status: 500, message: 'out of\u001b[31m memory\nhere' },
      'refused',
      '500: out of [31m memory here',
    ],
    [
      'error line',
      { does: 'error-line', text: '{"su', message: 'the runner\nstopped' },
      'refused',
      'gave up: the runner stopped',
    ],
    [
      'too long',
      { does: 'error', status: 400, message: 'the input length exceeds the context length' },
      'too-long',
      '400',
    ],
    ['missing', { does: 'error', status: 404, message: "model 'fake:1b' not found" }, 'model-missing', 'not found'],
    ['not its API', { does: 'error', status: 404, message: 'page not found' }, 'refused', '404'],
    ['busy', { does: 'error', status: 503, message: 'server busy' }, 'refused', 'server busy'],
    ['stall', { does: 'stall', text: '{"summary": "a' }, 'timeout', 'fell silent'],
  ] as const)('%s', async (_name, behaviour, kind, words) => {
    const { url } = await start({ script: [behaviour] });
    const failure = failureOf(await create(url, 200).ask(request()));
    expect(failure).toMatchObject({ kind, message: expect.stringContaining(words) });
    expect(failure.message).toContain(url);
    expect(failure.message).toContain('fake:1b');
    expect(failure.message).not.toMatch(/\n/);
  });

  it('waits no longer than it was told for the first word', async () => {
    const { url } = await start({ script: [{ does: 'silent' }] });
    expect(failureOf(await create(url).ask(request({ timeoutMs: 200 })))).toMatchObject({
      kind: 'timeout',
      message: expect.stringContaining('within 0.2 s'),
    });
  });

  it('lets a model read for longer than it may fall silent later', async () => {
    const { url } = await start({ script: [{ does: 'answer', text: JSON_TEXT, afterMs: 400 }] });
    expect(await create(url, 100).ask(request())).toMatchObject({ ok: true });
  });

  it('shortens what a server says, and never repeats the prompt or the key', async () => {
    const prompt = request().user;
    const { url } = await start({
      script: [
        { does: 'error', status: 500, message: `invalid: ${prompt}` },
        { does: 'error', status: 500, message: `bad key sk-very-secret ${'x'.repeat(500)}` },
      ],
    });
    const backend = create(url);
    expect(failureOf(await backend.ask(request())).message).not.toContain('web-7f8');
    const long = failureOf(await backend.ask(request())).message;
    expect(long.length).toBeLessThan(300);
    if (backend.name === 'openai') expect(long).not.toContain('sk-very-secret');
  });

  it('never follows a redirect', async () => {
    const other = await startFakeModel({ script: [answer({})] });
    try {
      const { url } = await start({ script: [{ does: 'redirect', to: `${other.url}/api/chat` }] });
      expect(failureOf(await create(url).ask(request()))).toMatchObject({
        kind: 'refused',
        message: expect.stringContaining('redirect'),
      });
      expect(other.requests).toEqual([]);
    } finally {
      await other.close();
    }
  });

  it('stops when the caller does, before and within an answer', async () => {
    const { url, questions } = await start({ script: [{ does: 'stall', text: '{"summary": "a' }] });
    const backend = create(url);
    const stop = new AbortController();
    const outcome = await backend.ask(request({ signal: stop.signal, onText: () => stop.abort() }));
    expect(failureOf(outcome).kind).toBe('interrupted');
    expect(failureOf(await backend.ask(request({ signal: AbortSignal.abort() }))).kind).toBe('interrupted');
    expect(questions).toHaveLength(1);
  });

  it('says that nobody listens', async () => {
    const { url, close } = await start({ script: [] });
    await close();
    for (const outcome of [await create(url).identify(request().signal), await create(url).ask(request())]) {
      expect(failureOf(outcome)).toMatchObject({
        kind: 'unreachable',
        message: expect.stringContaining('ECONNREFUSED'),
        hint: expect.any(String),
      });
    }
  });

  it('names what is there in place of a model that is not', async () => {
    const { url } = await start({ script: [], models: ['fake:2b', 'other:7b'] });
    const failure = failureOf(await create(url).identify(request().signal));
    expect(failure.kind).toBe('model-missing');
    expect(`${failure.message} ${failure.hint}`).toContain('fake:2b');
  });

  it('refuses a list of models that is none', async () => {
    const odd: typeof fetch = async () => Response.json({ models: 'none', data: 3 });
    const base = { baseUrl: 'http://127.0.0.1:1', model: 'fake:1b', apiKey: null, fetch: odd };
    const backend = create('').name === 'ollama' ? createOllama(base) : createOpenAi(base);
    expect(failureOf(await backend.identify(request().signal)).kind).toBe('refused');
  });
});
