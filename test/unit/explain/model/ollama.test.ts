import { afterEach, expect, it } from 'vitest';
import type { ModelRequest } from '../../../../src/explain/model/backend.ts';
import { createOllama } from '../../../../src/explain/model/ollama.ts';
import { answer, type FakeModel, startFakeModel } from '../../../support/fake-model/index.ts';

let fake: FakeModel | undefined;

afterEach(async () => {
  await fake?.close();
});

const { signal } = new AbortController();
const schema = { type: 'object', properties: { summary: { enum: ['a'] } } };
const question: ModelRequest = {
  system: 'Answer in JSON.',
  user: 'Why?',
  schema,
  answerTokens: 50,
  promptTokens: 9,
  timeoutMs: 10_000,
  signal,
};

it('sends the window and everything else that makes an answer repeatable, always the same', async () => {
  fake = await startFakeModel({ script: [answer({ summary: 'a' })] });
  const ollama = createOllama({ baseUrl: fake.url, model: 'fake:1b', contextTokens: 2048 });
  expect(await ollama.ask(question)).toMatchObject({ ok: true, value: { answerMs: 2000, answerTokens: 4 } });
  expect(fake.questions[0]?.json).toEqual({
    model: 'fake:1b',
    messages: [
      { role: 'system', content: 'Answer in JSON.' },
      { role: 'user', content: 'Why?' },
    ],
    stream: true,
    format: schema,
    truncate: false,
    keep_alive: '10m',
    options: { num_ctx: 2048, num_predict: 50, temperature: 0, seed: 7, top_p: 0.9, repeat_penalty: 1.05 },
  });
});

it('asks a thinking model not to think, and looks once whether it is one', async () => {
  fake = await startFakeModel({ script: [answer({})], capabilities: ['completion', 'thinking'] });
  const ollama = createOllama({ baseUrl: fake.url, model: 'fake:1b' });
  await ollama.ask(question);
  await ollama.ask(question);
  expect(fake.questions.map((it) => it.json)).toEqual([
    expect.objectContaining({ think: false }),
    expect.objectContaining({ think: false }),
  ]);
  expect(fake.requests.filter((it) => it.path === '/api/show')).toHaveLength(1);
});

it.each([
  ['fake:1b', ['fake:1b']],
  ['fake', ['fake:latest']],
  ['fake:latest', ['fake:latest', 'fake:1b']],
  ['host.example:5000/library/fake', ['host.example:5000/library/fake:latest']],
])('finds %s', async (model, models) => {
  fake = await startFakeModel({ script: [], models, digest: 'abc' });
  const outcome = await createOllama({ baseUrl: fake.url, model }).identify(signal);
  expect(outcome).toEqual({ ok: true, value: { name: models[0], digest: 'abc', parallel: 1 } });
});

it.each([
  [1, 2],
  [0.5, 1],
  [0, 1],
])('with %d of the model on a GPU takes %d at once', async (gpuShare, parallel) => {
  fake = await startFakeModel({ script: [], gpuShare });
  expect(await createOllama({ baseUrl: fake.url, model: 'fake:1b' }).identify(signal)).toMatchObject({
    ok: true,
    value: { parallel },
  });
});

it('says how to get a model that is missing', async () => {
  fake = await startFakeModel({ script: [], models: [] });
  const outcome = await createOllama({ baseUrl: fake.url, model: 'fake:1b' }).identify(signal);
  expect(outcome).toMatchObject({ ok: false, failure: { hint: 'mekhanikube model pull fake:1b' } });
});

it('loads the model with the same window', async () => {
  fake = await startFakeModel({ script: [] });
  const ollama = createOllama({ baseUrl: fake.url, model: 'fake:1b', contextTokens: 2048 });
  expect(await ollama.preload(signal)).toEqual({ ok: true, value: null });
  expect(fake.requests.at(-1)?.json).toMatchObject({ messages: [], keep_alive: '10m', options: { num_ctx: 2048 } });
});

it('asks although the server does not tell whether the model thinks', async () => {
  fake = await startFakeModel({ script: [answer({})] });
  const { url } = fake;
  const without: typeof fetch = async (input, init) =>
    String(input) === `${url}/api/show` ? Response.json({ error: 'odd' }, { status: 500 }) : fetch(input, init);
  const outcome = await createOllama({ baseUrl: url, model: 'fake:1b', fetch: without }).ask(question);
  expect(outcome).toMatchObject({ ok: true });
});
