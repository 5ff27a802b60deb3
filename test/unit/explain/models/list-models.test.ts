import { afterEach, describe, expect, it } from 'vitest';
import { bestOf, chooseModel } from '../../../../src/explain/models/choose-model.ts';
import { type InstalledModel, listModels } from '../../../../src/explain/models/list-models.ts';
import { type FakeModel, startFakeModel } from '../../../support/fake-model/index.ts';

let fake: FakeModel | undefined;
const { signal } = new AbortController();

afterEach(async () => {
  await fake?.close();
});

function model(name: string, more: Partial<InstalledModel> = {}): InstalledModel {
  const nothing = { memoryBytes: null, parameters: null, quantization: null, digest: null };
  return { name, sizeBytes: 1e9, ...nothing, loaded: false, gpuBytes: 0, ...more };
}

it('lists the models by name, and how much of each is on a GPU', async () => {
  fake = await startFakeModel({ script: [], models: ['b:1b', 'a:1b'], digest: 'd', gpuShare: 0.5 });
  const rest = {
    sizeBytes: 1_000_000,
    parameters: '1B',
    quantization: 'Q4_K_M',
    digest: 'd',
    loaded: true,
    memoryBytes: 1_000_000,
    gpuBytes: 500_000,
  };
  expect(await listModels(fake.url, { signal })).toEqual([
    { name: 'a:1b', ...rest },
    { name: 'b:1b', ...rest },
  ]);
});

it('knows which model is loaded', async () => {
  const answers: Record<string, object> = {
    '/api/tags': { models: [{ name: 'a:latest', size: 1, digest: 'd', details: {} }, { name: 'b:1b' }] },
    '/api/ps': { models: [{ name: 'a', size: 1, size_vram: 0 }] },
  };
  const fetch: typeof globalThis.fetch = async (url) => Response.json(answers[new URL(String(url)).pathname]);
  expect(await listModels('http://127.0.0.1:1', { signal, fetch })).toEqual([
    model('a:latest', { sizeBytes: 1, digest: 'd', loaded: true, memoryBytes: 1 }),
    model('b:1b', { sizeBytes: 0 }),
  ]);
});

it('says that the server does not answer', async () => {
  fake = await startFakeModel({ script: [] });
  await fake.close();
  await expect(listModels(fake.url, { signal })).rejects.toMatchObject({
    code: 'model-unavailable',
    message: expect.stringContaining(fake.url),
    hint: expect.stringContaining('OLLAMA_HOST'),
  });
  expect(await chooseModel(fake.url, signal)).toMatchObject({
    ok: false,
    failure: { kind: 'unreachable', hint: expect.stringContaining('OLLAMA_HOST') },
  });
});

it('is interrupted by its caller', async () => {
  fake = await startFakeModel({ script: [] });
  const stopped = listModels(fake.url, { signal: AbortSignal.abort() });
  await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
});

describe('the model to ask', () => {
  it.each([
    [['gemma3:12b', 'qwen3:4b-instruct', 'llama3.2:3b'], 'qwen3:4b-instruct'],
    [['gemma3:1b', 'llama3.1:8b'], 'llama3.1:8b'],
    [['other:1b', 'gemma3:1b'], 'gemma3:1b'],
    [['nomic-embed-text:latest', 'other:1b'], 'other:1b'],
    [['nomic-embed-text:latest'], null],
    [[], null],
  ])('of %j is %s', (names, best) => {
    expect(bestOf(names.map((name) => model(name)))).toBe(best);
  });

  it('is the loaded one of several that are unknown, else the smallest', () => {
    const two = [model('big', { sizeBytes: 2e9 }), model('small')];
    expect(bestOf(two)).toBe('small');
    expect(bestOf([...two, model('loaded', { sizeBytes: 3e9, loaded: true })])).toBe('loaded');
  });

  it('is asked of the server', async () => {
    fake = await startFakeModel({ script: [], models: ['other:1b', 'llama3.2:3b'] });
    expect(await chooseModel(fake.url, signal)).toEqual({ ok: true, value: 'llama3.2:3b' });
  });

  it('is missing where there is none', async () => {
    fake = await startFakeModel({ script: [], models: [] });
    expect(await chooseModel(fake.url, signal)).toMatchObject({
      ok: false,
      failure: { kind: 'model-missing', hint: 'mekhanikube model pull qwen3:4b-instruct' },
    });
  });
});
