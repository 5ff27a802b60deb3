import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freeBytesOf, missingBytes, modelsFolder } from '../../../../src/explain/models/disk.ts';

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'disk-'));
});

afterEach(() => rmSync(home, { recursive: true }));

it('finds the folder of a server on this machine only', async () => {
  const folder = join(home, '.ollama', 'models');
  expect(await modelsFolder('http://127.0.0.1:11434', undefined, home)).toBeNull();
  mkdirSync(folder, { recursive: true });
  for (const url of ['http://127.0.0.1:11434', 'http://localhost:1', 'http://[::1]:1']) {
    expect(await modelsFolder(url, '', home)).toBe(folder);
  }
  expect(await modelsFolder('http://127.0.0.1:1', home, '/nowhere')).toBe(home);
  expect(await modelsFolder('http://ollama:11434', undefined, home)).toBeNull();
  expect(await modelsFolder('http://127.0.0.1.example:1', undefined, home)).toBeNull();
});

it('counts what is not in the folder', async () => {
  mkdirSync(join(home, 'blobs'));
  writeFileSync(join(home, 'blobs', 'sha256-a'), 'x'.repeat(1000));
  writeFileSync(join(home, 'blobs', 'sha256-b-partial'), 'x'.repeat(4096));
  const layers = [
    { digest: 'sha256:a', totalBytes: 1000 },
    { digest: 'sha256:b', totalBytes: 1_004_096 },
    { digest: 'sha256:c', totalBytes: 500 },
  ];
  expect(await missingBytes(null, layers)).toBe(1_005_596);
  const missing = await missingBytes(home, layers);
  expect(missing).toBeLessThanOrEqual(1_000_500);
  expect(missing).toBeGreaterThan(500_000);
});

it('reads what is free', async () => {
  expect(await freeBytesOf(home)).toBeGreaterThan(0);
  expect(await freeBytesOf(join(home, 'missing'))).toBeNull();
});
