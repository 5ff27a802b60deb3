import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Probe, readMachine, systemProbe } from '../../../../src/explain/models/machine.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'machine-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

function probe(more: Partial<Probe> = {}): Probe {
  const nvidiaFolder = join(folder, 'gpus');
  return { totalMemory: 900, constrainedMemory: 0, cores: 3, platform: 'linux', arch: 'x64', nvidiaFolder, ...more };
}

it.each([
  [0, 900],
  [600, 600],
  [2 ** 64, 900],
])('with a limit of %d takes %d for its memory', async (constrainedMemory, memoryBytes) => {
  expect(await readMachine(probe({ constrainedMemory }))).toEqual({ memoryBytes, cores: 3, gpu: null });
});

it('reads the name of an NVIDIA GPU', async () => {
  mkdirSync(join(folder, 'gpus', '0000:01:00.0'), { recursive: true });
  const information = 'Model: \t\t NVIDIA GeForce RTX 4090\nIRQ:   \t\t 120\n';
  writeFileSync(join(folder, 'gpus', '0000:01:00.0', 'information'), information);
  expect(await readMachine(probe())).toMatchObject({ gpu: { name: 'NVIDIA GeForce RTX 4090', memoryBytes: null } });
});

it('gives two thirds of the memory to the GPU of Apple silicon', async () => {
  const apple = await readMachine(probe({ platform: 'darwin', arch: 'arm64' }));
  expect(apple.gpu).toEqual({ name: 'Apple silicon', memoryBytes: 600 });
  expect((await readMachine(probe({ platform: 'darwin' }))).gpu).toBeNull();
});

it('reads this machine', async () => {
  const here = await readMachine(systemProbe());
  expect(here.memoryBytes).toBeGreaterThan(2 ** 27);
  expect(here.cores).toBeGreaterThan(0);
});
