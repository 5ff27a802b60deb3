import { describe, expect, it } from 'vitest';
import { chooseModel } from '../../src/explain/models/choose-model.ts';
import { listModels } from '../../src/explain/models/list-models.ts';
import { pullModel } from '../../src/explain/models/pull-model.ts';
import { testModel } from '../support/model.ts';

const model = testModel();
const { url, name } = model ?? { url: 'http://127.0.0.1:1', name: '' };
const { signal } = new AbortController();

describe.skipIf(model === null)('a real server', { timeout: 120_000 }, () => {
  it('lists its model', async () => {
    const models = await listModels(url, { signal });
    const found = models.find((entry) => entry.name === name);
    expect(found).toMatchObject({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      parameters: expect.stringMatching(/^[\d.]+[MB]$/),
      quantization: expect.any(String),
    });
    expect(found?.sizeBytes).toBeGreaterThan(1e6);
  });

  it('has a model for who names none', async () => {
    const names = (await listModels(url, { signal })).map((entry) => entry.name);
    expect(await chooseModel(url, signal)).toEqual({ ok: true, value: expect.toBeOneOf(names) });
  });

  it('cannot pull what no registry has, and says so', async () => {
    await expect(pullModel(url, 'no-such-model:1b', { signal })).rejects.toMatchObject({
      code: 'model-unavailable',
      message: expect.stringContaining('pull model manifest'),
    });
  });
});
