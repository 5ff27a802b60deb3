import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { openState, withState } from '../../../../src/remedy/state/state.ts';
import { faultyDisk, freshPath, opened, thrownBy } from './faulty-disk.ts';

const umask = process.umask();
afterEach(() => void process.umask(umask));

test('makes the folder, and all within it, for its owner alone whatever the umask', () => {
  const path = freshPath();
  process.umask(0o000);
  const state = opened(path);
  state.makeFolder('a/b');
  state.write('a/b/c', Buffer.from('x'));
  expect(state.mark('a/mark')).toBe(true);
  for (const name of ['', 'lock', 'tmp', 'a', 'a/b'])
    expect([name, lstatSync(join(path, name)).mode & 0o7777]).toEqual([name, 0o700]);
  for (const name of ['VERSION', 'reserve', 'a/b/c', 'a/mark', 'lock/000000001'])
    expect([name, lstatSync(join(path, name)).mode & 0o7777]).toEqual([name, 0o600]);
  state.close();
  process.umask(0o777);
  const again = opened(freshPath());
  again.makeFolder('a');
  expect(lstatSync(join(again.folder, 'a')).mode & 0o7777).toBe(0o700);
});

test('reading what is not there finds nothing and makes nothing', () => {
  const path = freshPath();
  const state = opened(path, 'read');
  expect([state.names('clusters'), state.read('VERSION'), state.isPaused()]).toEqual([[], undefined, null]);
  expect(existsSync(path)).toBe(false);
});

test('keeps what was written, and removes what a crash left half-written', () => {
  const path = freshPath();
  const first = opened(path);
  first.write('kept', Buffer.from('1'));
  first.write('kept', Buffer.from('2'));
  writeFileSync(join(path, 'tmp', 'orphan'), 'half', { mode: 0o600 });
  first.close();
  const second = opened(path);
  expect(second.read('kept')?.toString()).toBe('2');
  expect(readdirSync(join(path, 'tmp'))).toEqual([]);
});

test.each([
  ['open to a group', (path: string) => chmodSync(path, 0o750), /open to other users \(mode 0750\)/],
  ['open to all', (path: string) => chmodSync(path, 0o701), /open to other users \(mode 0701\)/],
])('refuses a folder that is %s', (_, spoil, message) => {
  const path = freshPath();
  mkdirSync(path, { mode: 0o700 });
  spoil(path);
  for (const access of ['read', 'write'] as const) {
    const error = thrownBy(() => openState(path, { access }));
    expect([error.code, error.message]).toEqual(['state-integrity', expect.stringMatching(message)]);
    expect(error.hint).toContain(`chmod 700 ${path}`);
  }
});

test('refuses links: the folder itself, a folder within, a file', () => {
  const path = freshPath();
  const real = join(dirname(path), 'real');
  mkdirSync(real, { mode: 0o700 });
  symlinkSync(real, path);
  expect(thrownBy(() => openState(path, { access: 'write' }))).toMatchObject({
    code: 'state-integrity',
    message: `${path} is a symbolic link`,
  });
  const state = opened(real);
  writeFileSync(join(dirname(path), 'outside'), 'secret', { mode: 0o600 });
  symlinkSync(join(dirname(path), 'outside'), join(real, 'file'));
  symlinkSync(dirname(path), join(real, 'audit'));
  for (const work of [
    () => state.read('file'),
    () => state.write('file', Buffer.from('x')),
    () => state.read('audit/outside'),
    () => state.write('audit/new', Buffer.from('x')),
    () => state.names('audit'),
    () => state.makeFolder('audit/x'),
    () => state.mark('audit/x'),
  ])
    expect(thrownBy(work)).toMatchObject({
      code: 'state-integrity',
      message: expect.stringContaining('symbolic link'),
    });
  expect(readdirSync(dirname(path)).toSorted()).toEqual(['outside', 'real', 'state']);
});

test('refuses a file that others could have written', () => {
  const state = opened(freshPath());
  state.write('file', Buffer.from('x'));
  chmodSync(join(state.folder, 'file'), 0o602);
  expect(thrownBy(() => state.read('file'))).toMatchObject({ code: 'state-integrity' });
  expect(thrownBy(() => state.write('file', Buffer.from('y')))).toMatchObject({ code: 'state-integrity' });
});

test.runIf(process.getuid?.() === 0)('refuses a folder of another user', async () => {
  const { chownSync } = await import('node:fs');
  const path = freshPath();
  mkdirSync(path, { mode: 0o700 });
  chownSync(path, 12_345, 12_345);
  expect(thrownBy(() => openState(path, { access: 'write' })).message).toBe(
    `${path} belongs to another user (uid 12345)`,
  );
});

test('a path that is no folder is wrong usage', () => {
  const path = freshPath();
  writeFileSync(path, '');
  expect(thrownBy(() => openState(path, { access: 'write' }))).toMatchObject({ code: 'usage' });
});

test('a newer form can be read and not written', () => {
  const path = freshPath();
  opened(path).close();
  writeFileSync(join(path, 'VERSION'), '2\n');
  expect(opened(path, 'read').read('VERSION')?.toString()).toBe('2\n');
  for (const access of ['mark', 'write'] as const)
    expect(thrownBy(() => openState(path, { access })).message).toMatch(
      /newer mekhanikube \(format 2, this one knows 1\)/,
    );
  writeFileSync(join(path, 'VERSION'), 'x');
  expect(thrownBy(() => openState(path, { access: 'read' }))).toMatchObject({ code: 'state-integrity' });
});

test('no path leads out of the folder', () => {
  const state = opened(freshPath());
  for (const path of ['../x', 'a/../../x', '/etc/passwd', 'a//b', '.', 'a\\b', 'a\0b'])
    expect(() => state.write(path, Buffer.from('x'))).toThrow(/not a path within the state folder|could not look at/);
});

test('pauses without the lock, and says why', () => {
  const path = freshPath();
  const writer = opened(path);
  expect(writer.isPaused()).toBeNull();
  const other = opened(path, 'mark');
  expect(other.pause('release day')).toMatchObject({ reason: 'release day' });
  expect(other.pause('another reason')).toMatchObject({ reason: 'release day' });
  expect(writer.isPaused()).toMatchObject({ reason: 'release day' });
  expect([other.resume(), other.resume(), writer.isPaused()]).toEqual([true, false, null]);
  writeFileSync(join(path, 'PAUSED'), 'touched by hand');
  expect(writer.isPaused()).toEqual({ reason: null, since: null });
  writer.resume();
  linkSync(join(path, 'VERSION'), join(path, 'PAUSED'));
  expect(writer.isPaused()).toEqual({ reason: null, since: null });
});

test.each(['write', 'sync', 'create', 'rename', 'syncFolder'] as const)(
  'a %s that fails is never passed over',
  (effect) => {
    for (const code of ['EIO', 'EROFS', 'ENOSPC'] as const) {
      const disk = faultyDisk();
      const state = opened(freshPath(), 'write', disk);
      state.write('file', Buffer.from('before'));
      disk.fail({ effect, from: 1, code });
      expect(thrownBy(() => state.write('file', Buffer.from('after')))).toMatchObject({ code: 'state-integrity' });
      disk.heal();
      expect(['before', 'after']).toContain(state.read('file')?.toString());
      expect(readdirSync(join(state.folder, 'tmp'))).toEqual([]);
    }
  },
);

test('opens on a full disk, without a reserve, and says so', () => {
  const path = freshPath();
  opened(path).close();
  const disk = faultyDisk();
  const state = opened(path, 'write', disk);
  expect([state.storageLow(), state.spendReserve(), state.storageLow(), state.spendReserve()]).toEqual([
    false,
    true,
    true,
    false,
  ]);
  state.close();
  // The lock is written first, the reserve next.
  disk.fail({ effect: 'write', from: 2, code: 'ENOSPC', half: true });
  const full = opened(path, 'write', disk);
  expect([full.storageLow(), existsSync(join(path, 'reserve'))]).toEqual([true, false]);
  disk.heal();
  full.close();
  expect(opened(path).storageLow()).toBe(false);
  expect(full.freeBytes()).toBeGreaterThan(0);
});

test('is closed however the work ends', async () => {
  const path = freshPath();
  await expect(withState(opened(path), () => Promise.reject(new Error('x')))).rejects.toThrow('x');
  expect(opened(path).generation).toBe(2);
});
