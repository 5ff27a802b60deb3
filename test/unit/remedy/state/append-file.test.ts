import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openAppend } from '../../../../src/remedy/state/append-file.ts';
import { faultyDisk, freshPath, opened, thrownBy } from './faulty-disk.ts';

function file() {
  const disk = faultyDisk();
  const state = opened(freshPath(), 'write', disk);
  const append = openAppend(state, 'log');
  append.append(Buffer.from('one\n'));
  return { disk, state, append, text: () => readFileSync(join(state.folder, 'log'), 'utf8') };
}

test.each(['write', 'sync'] as const)('on a full disk (%s) the reserve makes room for the record', (effect) => {
  const { disk, state, append, text } = file();
  disk.fail({ effect, from: 1, times: 1, code: 'ENOSPC', half: true });
  append.append(Buffer.from('two\n'));
  expect(text()).toBe('one\ntwo\n');
  expect([state.storageLow(), existsSync(join(state.folder, 'reserve'))]).toEqual([true, false]);
});

test('where that does not help nothing is added, and later there may be room again', () => {
  const { disk, append, text } = file();
  disk.fail({ effect: 'write', from: 1, code: 'ENOSPC', half: true });
  for (const _ of [1, 2])
    expect(thrownBy(() => append.append(Buffer.from('two\n')))).toMatchObject({ code: 'state-integrity' });
  expect(text()).toBe('one\n');
  disk.heal();
  append.append(Buffer.from('three\n'));
  expect(text()).toBe('one\nthree\n');
});

test.each(['write', 'sync'] as const)('after a disk failed (%s) nothing is ever added', (effect) => {
  for (const code of ['EIO', 'EROFS'] as const) {
    const { disk, append } = file();
    disk.fail({ effect, from: 1, times: 1, code });
    expect(thrownBy(() => append.append(Buffer.from('two\n')))).toMatchObject({ code: 'state-integrity' });
    expect(thrownBy(() => append.append(Buffer.from('three\n'))).message).toMatch(/the disk failed before/);
  }
});
