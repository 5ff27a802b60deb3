import { afterEach, expect, it } from 'vitest';
import type { ModelRequest } from '../../../../src/explain/model/backend.ts';
import { createOpenAi } from '../../../../src/explain/model/openai.ts';
import { answer, type Behaviour, type FakeModel, startFakeModel } from '../../../support/fake-model/index.ts';

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

async function start(script: readonly Behaviour[], models = ['fake:1b']) {
  fake = await startFakeModel({ script, models });
  return { fake, baseUrl: `${fake.url}/v1` };
}

it('sends the schema, and the key in its header only', async () => {
  const { fake, baseUrl } = await start([answer({ summary: 'a' })]);
  const backend = createOpenAi({ baseUrl, model: 'fake:1b', apiKey: 'sk-1' });
  expect(await backend.ask(question)).toMatchObject({ ok: true, value: { answerTokens: 4 } });
  expect(fake.questions[0]?.headers.authorization).toBe('Bearer sk-1');
  expect(fake.questions[0]?.json).toEqual({
    model: 'fake:1b',
    messages: [
      { role: 'system', content: 'Answer in JSON.' },
      { role: 'user', content: 'Why?' },
    ],
    stream: true,
    stream_options: { include_usage: true },
    temperature: 0,
    seed: 7,
    max_tokens: 50,
    response_format: { type: 'json_schema', json_schema: { name: 'answer', strict: true, schema } },
  });
});

it('sends no key where there is none', async () => {
  const { fake, baseUrl } = await start([answer({})]);
  await createOpenAi({ baseUrl, model: 'fake:1b', apiKey: null }).ask(question);
  expect(fake.questions[0]?.headers.authorization).toBeUndefined();
});

it('takes an answer that is no stream', async () => {
  const { baseUrl } = await start([{ does: 'answer-whole', text: '{"summary": "a"}' }]);
  expect(await createOpenAi({ baseUrl, model: 'fake:1b', apiKey: null }).ask(question)).toMatchObject({
    ok: true,
    value: { text: '{"summary": "a"}', complete: true, promptTokens: 100 },
  });
});

const NO_MAX_TOKENS = "Unsupported parameter: 'max_tokens' is not supported. Use 'max_completion_tokens' instead.";

it('learns what a server does not understand, and remembers it', async () => {
  const { fake, baseUrl } = await start([
    { does: 'error', status: 400, message: NO_MAX_TOKENS },
    { does: 'error', status: 422, message: "'response_format' is not supported" },
    answer({ summary: 'a' }),
  ]);
  const backend = createOpenAi({ baseUrl, model: 'fake:1b', apiKey: null });
  expect(await backend.ask(question)).toMatchObject({ ok: true });
  expect(await backend.ask(question)).toMatchObject({ ok: true });
  const [, , third, fourth, ...more] = fake.questions;
  expect(more).toEqual([]);
  expect(fourth?.json).toEqual(third?.json);
  expect(third?.json).toMatchObject({ max_completion_tokens: 50 });
  expect(third?.body).not.toMatch(/max_tokens|response_format/);
  expect(third?.body).toContain('follows this JSON Schema');
  expect(third?.body).toContain(JSON.stringify(JSON.stringify(schema)).slice(1, -1));
});

it('does not write a schema into a prompt that has it', async () => {
  const { fake, baseUrl } = await start([
    { does: 'error', status: 400, message: 'json_schema is not supported' },
    answer({}),
  ]);
  const system = `Follow ${JSON.stringify(schema)}`;
  await createOpenAi({ baseUrl, model: 'fake:1b', apiKey: null }).ask({ ...question, system });
  expect(fake.questions[1]?.json).toMatchObject({ messages: [{ content: system }, {}] });
});

it('gives up when a server refuses the same twice', async () => {
  const { fake, baseUrl } = await start([{ does: 'error', status: 400, message: NO_MAX_TOKENS }]);
  const outcome = await createOpenAi({ baseUrl, model: 'fake:1b', apiKey: null }).ask(question);
  expect(outcome).toMatchObject({ ok: false, failure: { kind: 'refused' } });
  expect(fake.questions).toHaveLength(2);
});

it.each([401, 403])('says which variable holds the key after %d', async (status) => {
  const { baseUrl } = await start([{ does: 'error', status, message: 'Incorrect API key provided: sk-very-secret' }]);
  const outcome = await createOpenAi({ baseUrl, model: 'fake:1b', apiKey: 'sk-very-secret' }).ask(question);
  expect(outcome).toMatchObject({
    ok: false,
    failure: { kind: 'refused', hint: expect.stringContaining('MEKHANIKUBE_API_KEY') },
  });
  expect(JSON.stringify(outcome)).not.toContain('sk-very-secret');
});

it('takes the only model there is, and asks it', async () => {
  const { fake, baseUrl } = await start([answer({})], ['only']);
  const backend = createOpenAi({ baseUrl, model: null, apiKey: null });
  expect(await backend.ask(question)).toMatchObject({ ok: true });
  expect(fake.questions[0]?.json).toMatchObject({ model: 'only' });
  expect(await backend.identify(signal)).toEqual({ ok: true, value: { name: 'only', digest: null, parallel: 4 } });
});

it.each([[[]], [['one', 'two']]])('wants a name where there are the models %j', async (models) => {
  const { baseUrl } = await start([], models);
  expect(await createOpenAi({ baseUrl, model: null, apiKey: null }).identify(signal)).toMatchObject({
    ok: false,
    failure: { kind: 'model-missing', hint: 'Name one with --model' },
  });
});

it('believes the name where a server has no list', async () => {
  const { fake } = await start([]);
  const baseUrl = `${fake.url}/gateway`;
  expect(await createOpenAi({ baseUrl, model: 'any', apiKey: null }).identify(signal)).toMatchObject({
    ok: true,
    value: { name: 'any' },
  });
});
