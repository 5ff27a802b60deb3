import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { InstalledModel } from '../../../../src/explain/models/list-models.ts';
import type { Machine } from '../../../../src/explain/models/machine.ts';
import { MODEL_TABLE } from '../../../../src/explain/models/model-table.ts';
import { recommend } from '../../../../src/explain/models/recommend.ts';

const GB = 1e9;

function machine(memory: number, cores: number, gpu: Machine['gpu'] = null): Machine {
  return { memoryBytes: memory * GB, cores, gpu };
}

function installed(name: string, gpuBytes = 0): InstalledModel {
  return {
    name,
    sizeBytes: GB,
    parameters: null,
    quantization: null,
    digest: null,
    loaded: gpuBytes > 0,
    memoryBytes: null,
    gpuBytes,
  };
}

const gpu = (memory: number | null) => ({ name: 'NVIDIA L4', memoryBytes: memory === null ? null : memory * GB });

it.each([
  ['a small machine', machine(4.5, 2), 'gemma3:1b'],
  ['two cores', machine(64, 2), 'llama3.2:3b'],
  ['8 GB', machine(8, 4), 'qwen3:4b-instruct'],
  ['eight cores', machine(16, 8), 'llama3.1:8b'],
  ['much memory, no GPU', machine(512, 64), 'llama3.1:8b'],
  ['a GPU of unknown memory', machine(32, 2, gpu(null)), 'qwen3:4b-instruct'],
  ['a GPU of 8 GB', machine(8, 2, gpu(8)), 'llama3.1:8b'],
  ['a GPU of 24 GB', machine(8, 2, gpu(24)), 'gemma3:12b'],
])('%s', (_, given, name) => {
  expect(recommend(given, []).model?.name).toBe(name);
});

it('names its neighbours, what is installed, and why', () => {
  const { model, reason, smaller, larger } = recommend(machine(8, 4), [installed('qwen3:4b-instruct')]);
  expect(model).toMatchObject({ installed: true, downloadBytes: 2.5 * GB });
  expect(smaller).toMatchObject({ name: 'llama3.2:3b', installed: false });
  expect(larger).toMatchObject({ name: 'llama3.1:8b', installed: false });
  expect(reason).toBe(
    'without a GPU, 4 cores and 8.0 GB of memory are there; it takes about 3.8 GB and keeps to a schema and writes many languages, and is installed already',
  );
});

it('says that a machine is too small', () => {
  expect(recommend(machine(2, 1), [])).toMatchObject({
    model: null,
    smaller: null,
    larger: { name: 'gemma3:1b' },
    reason: expect.stringContaining('built-in explanations'),
  });
});

it('concludes from a loaded model that the server has a GPU', () => {
  expect(recommend(machine(16, 2), [installed('other:1b', 5)])).toMatchObject({
    model: { name: 'qwen3:4b-instruct' },
    reason: expect.stringContaining("the server's GPU"),
  });
});

it('never recommends a smaller model for a larger machine', () => {
  const size = fc.record({ memory: fc.integer({ min: 1, max: 200 }), cores: fc.integer({ min: 1, max: 64 }) });
  const rank = (given: Machine) => MODEL_TABLE.findIndex((entry) => entry.name === recommend(given, []).model?.name);
  fc.assert(
    fc.property(size, fc.nat(50), fc.nat(16), ({ memory, cores }, moreMemory, moreCores) => {
      expect(rank(machine(memory + moreMemory, cores + moreCores))).toBeGreaterThanOrEqual(
        rank(machine(memory, cores)),
      );
    }),
  );
});
