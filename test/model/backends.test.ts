import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Backend, ModelRequest, Outcome } from '../../src/explain/model/backend.ts';
import { createOllama } from '../../src/explain/model/ollama.ts';
import { createOpenAi } from '../../src/explain/model/openai.ts';
import { testModel } from '../support/model.ts';

const model = testModel();
const { url, name } = model ?? { url: 'http://127.0.0.1:1', name: '' };
const { signal } = new AbortController();

const prints = [
  vi.spyOn(process.stdout, 'write'),
  vi.spyOn(console, 'log'),
  vi.spyOn(console, 'warn'),
  vi.spyOn(console, 'error'),
];

beforeEach(() => {
  for (const print of prints) print.mockClear();
});

// The client of Ollama prints when it meets an error by itself.
afterEach(() => {
  for (const print of prints) expect(print).not.toHaveBeenCalled();
});

const SCHEMA = {
  type: 'object',
  properties: {
    cause: { type: 'string', enum: ['C1', 'C2'] },
    evidence: { type: 'array', items: { type: 'string', enum: ['E1', 'E2', 'E3'] }, minItems: 1, maxItems: 3 },
    summary: { type: 'string', maxLength: 80 },
  },
  required: ['cause', 'evidence', 'summary'],
  additionalProperties: false,
};

function request(more: Partial<ModelRequest> = {}): ModelRequest {
  return {
    system: 'Answer in JSON.',
    user: 'E1: exit code 137\nE2: reason OOMKilled\nE3: limit 64Mi\nWhy does the container restart?',
    schema: SCHEMA,
    answerTokens: 200,
    promptTokens: 40,
    timeoutMs: 180_000,
    signal,
    ...more,
  };
}

function valueIn<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.failure.kind}: ${outcome.failure.message}`);
  return outcome.value;
}

/** Each run of `ask` loads the same window, as a model is loaded again for another. */
const ollama = (more: { model?: string; contextTokens?: number } = {}) =>
  createOllama({ baseUrl: url, model: name, ...more });
const openAi = (model: string | null = name) => createOpenAi({ baseUrl: `${url}/v1`, model, apiKey: null });

const BACKENDS: readonly [string, (model?: string) => Backend][] = [
  ['ollama', (model = name) => ollama({ model })],
  ['openai', (model = name) => openAi(model)],
];

describe.skipIf(model === null)('a real model', { timeout: 400_000 }, () => {
  describe.each(BACKENDS)('through the %s backend', (_, create) => {
    it('answers within the schema, and says how much it read', async () => {
      const seen: string[] = [];
      const answer = valueIn(await create().ask(request({ onText: (text) => seen.push(text) })));
      expect(answer.complete).toBe(true);
      const value: unknown = JSON.parse(answer.text);
      expect(value).toEqual({
        cause: expect.stringMatching(/^C[12]$/),
        evidence: expect.arrayContaining([expect.stringMatching(/^E[123]$/)]),
        summary: expect.any(String),
      });
      expect(seen.length).toBeGreaterThan(5);
      expect(seen.at(-1)).toBe(answer.text);
    });

    it('counts a prompt that it has read before as it did at first', async () => {
      const first = valueIn(await create().ask(request({ answerTokens: 5 })));
      const again = valueIn(await create().ask(request({ answerTokens: 5 })));
      expect(first).toMatchObject({ complete: false, answerTokens: 5 });
      expect(first.promptTokens).toBeGreaterThan(30);
      expect(first.promptTokens).toBeLessThan(120);
      expect(again.promptTokens).toBe(first.promptTokens);
    });

    it('says that a model is missing', async () => {
      const missing = create('no-such-model:1b');
      for (const outcome of [await missing.identify(signal), await missing.ask(request())]) {
        expect(outcome).toMatchObject({
          ok: false,
          failure: { kind: 'model-missing', message: expect.stringContaining('no-such-model:1b') },
        });
      }
    });

    it('stops in mid-answer, and is of use afterwards', async () => {
      const stop = new AbortController();
      const long = request({ signal: stop.signal, answerTokens: 2000, schema: {}, onText: () => stop.abort() });
      expect(await create().ask(long)).toMatchObject({ ok: false, failure: { kind: 'interrupted' } });
      expect(await create().ask(request({ answerTokens: 5 }))).toMatchObject({ ok: true });
    });
  });

  it('is identified by the digest that its server lists', async () => {
    const response = await fetch(`${url}/api/tags`);
    const tags: unknown = await response.json();
    const { digest } = valueIn(await ollama().identify(signal));
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(tags).toMatchObject({ models: expect.arrayContaining([expect.objectContaining({ name, digest })]) });
  });

  it('is listed to the openai backend', async () => {
    expect(valueIn(await openAi().identify(signal))).toMatchObject({ name, digest: null });
  });

  it('is loaded before it is asked', async () => {
    expect(await ollama().preload(signal)).toEqual({ ok: true, value: null });
  });

  it('refuses a prompt that is longer than its window, and cuts nothing', async () => {
    const outcome = await ollama({ contextTokens: 256 }).ask(request({ user: 'word number '.repeat(400) }));
    expect(outcome).toMatchObject({ ok: false, failure: { kind: 'too-long', message: expect.stringContaining(url) } });
  });
});

describe.skipIf(model === null)('no server', () => {
  it.each(BACKENDS)('is said by the %s backend', async (kind) => {
    const nowhere = { baseUrl: 'http://127.0.0.1:9', model: name, apiKey: null };
    const backend = kind === 'ollama' ? createOllama(nowhere) : createOpenAi(nowhere);
    expect(await backend.ask(request())).toMatchObject({ ok: false, failure: { kind: 'unreachable' } });
  });
});
