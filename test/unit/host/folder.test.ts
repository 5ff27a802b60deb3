import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readFolder } from '../../../src/host/folder.ts';
import { temporaryFolder, writeTemporary } from '../../support/fake-api/kubeconfig.ts';

test('sees that a folder can be made, and makes none', async () => {
  const path = join(temporaryFolder(), 'a', 'b');
  const found = await readFolder(path);
  expect(found).toEqual({ path, refusal: null, freeBytes: expect.any(Number) });
  expect(found.freeBytes).toBeGreaterThan(0);
  expect(existsSync(join(path, '..'))).toBe(false);
});

test('says why nothing can be kept there', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(await readFolder(join(file, 'below'))).toEqual({
    path: join(file, 'below'),
    refusal: 'ENOTDIR',
    freeBytes: null,
  });
});

test('says that a file stands there', async () => {
  const path = writeTemporary('', 'file');
  expect((await readFolder(path)).refusal).toBe('ENOTDIR');
});

test.skipIf(process.getuid?.() === 0)('says that there is no permission', async () => {
  const folder = temporaryFolder();
  chmodSync(folder, 0o500);
  onTestFinished(() => chmodSync(folder, 0o700));
  expect((await readFolder(join(folder, 'below'))).refusal).toBe('EACCES');
});
