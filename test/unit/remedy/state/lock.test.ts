import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { realDisk } from '../../../../src/remedy/state/disk.ts';
import { type Lock, type LockPlace, takeLock } from '../../../../src/remedy/state/lock.ts';
import type { ProcessIdentity } from '../../../../src/remedy/state/processes.ts';
import { freshPath, opened, thrownBy } from './faulty-disk.ts';

const identity = (change: Partial<ProcessIdentity> = {}): ProcessIdentity => ({
  pid: 100,
  host: 'one',
  bootId: 'boot',
  pidNamespace: 'pid:[1]',
  startTicks: '5',
  ...change,
});

/** A machine on which these processes run. */
function place(
  self: ProcessIdentity,
  running: Readonly<Record<number, string | null>> = {},
  path = freshPath(),
): LockPlace {
  if (realDisk.entry(path) === undefined) {
    realDisk.makeFolders(path);
    for (const name of ['lock', 'tmp']) realDisk.makeFolder(join(path, name));
  }
  const find = (pid: number) => (pid in running ? { startTicks: running[pid] ?? null } : null);
  return {
    disk: realDisk,
    folder: join(path, 'lock'),
    temporary: join(path, 'tmp'),
    processes: { self, find },
    now: () => new Date('2026-01-10T12:00:00Z'),
  };
}

const held = (first: LockPlace): Lock => takeLock(first);
const path = (of: LockPlace): string => join(of.folder, '..');

test('says who holds it and since when', () => {
  const first = place(identity());
  held(first);
  const second = place(identity({ pid: 200 }), { 100: '5' }, path(first));
  expect(thrownBy(() => takeLock(second))).toMatchObject({
    code: 'denied',
    message: 'the state folder is in use by process 100 since 2026-01-10T12:00:00.000Z',
  });
});

test('is free after its release, and counts its holders', () => {
  const first = place(identity());
  const lock = held(first);
  lock.release();
  const next = takeLock(place(identity({ pid: 200 }), { 100: '5' }, path(first)));
  expect([lock.generation, next.generation]).toEqual([1, 2]);
  expect(readdirSync(first.folder)).toEqual(['000000002']);
});

test.each([
  ['the process has ended', identity(), {}, true],
  ['the pid is another process now', identity(), { 100: '6' }, true],
  ['the machine was started again', identity({ bootId: 'earlier' }), { 100: '5' }, true],
  ['the container was started again', identity({ pidNamespace: 'pid:[0]' }), { 100: '5' }, true],
  ['it runs', identity(), { 100: '5' }, false],
  ['it runs, as far as the system tells', identity({ startTicks: null }), { 100: null }, false],
  ['it is on another machine', identity({ host: 'two', bootId: 'other' }), {}, false],
])('where %s', (_, holder, running, free) => {
  const first = place(holder);
  held(first);
  const second = place(identity({ pid: 200 }), running, path(first));
  if (free) expect(takeLock(second).generation).toBe(2);
  else expect(thrownBy(() => takeLock(second))).toMatchObject({ code: 'denied' });
});

test('of two that take over at once one wins, wherever the second one comes in between', () => {
  const steps = ['names', 'entry', 'read', 'create', 'link', 'remove', 'syncFolder'] as const;
  for (const step of steps)
    for (let nth = 1; nth <= 4; nth++) {
      const dead = place(identity());
      held(dead);
      const running = { 200: '1', 300: '1' };
      const second = place(identity({ pid: 300, startTicks: '1' }), running, path(dead));
      let left = nth;
      const winners: number[] = [];
      const intrude = (): void => {
        left -= 1;
        if (left !== 0) return;
        if (thrownBy(() => takeLock(second)).code === undefined) winners.push(300);
      };
      const disk = {
        ...realDisk,
        [step]: (...given: readonly [string, string]) => {
          intrude();
          return (realDisk[step] as (...paths: readonly string[]) => unknown)(...given);
        },
      };
      const first = { ...place(identity({ pid: 200, startTicks: '1' }), running, path(dead)), disk };
      if (thrownBy(() => takeLock(first)).code === undefined) winners.push(200);
      expect([step, nth, winners.length]).toEqual([step, nth, 1]);
    }
});

test('one who looked long ago does not come back with a number that was used', () => {
  const dead = place(identity());
  held(dead);
  let done = false;
  const disk = {
    ...realDisk,
    link(from: string, to: string) {
      // Meanwhile three others came and went, and one stays.
      if (!done) for (const pid of [301, 302, 303]) takeLock(place(identity({ pid }), {}, path(dead))).release();
      if (!done) takeLock(place(identity({ pid: 304, startTicks: '1' }), {}, path(dead)));
      done = true;
      realDisk.link(from, to);
    },
  };
  const late = { ...place(identity({ pid: 200 }), { 304: '1' }, path(dead)), disk };
  expect(thrownBy(() => takeLock(late)).message).toContain('process 304');
  expect(readdirSync(dead.folder)).toEqual(['000000005']);
});

test('a lock that cannot be read is nobody’s to take', () => {
  const first = opened(freshPath());
  first.close();
  writeFileSync(join(first.folder, 'lock', '000000001'), '');
  expect(thrownBy(() => opened(first.folder))).toMatchObject({ code: 'state-integrity' });
});

test('a number that was used and released in the meantime is not used again', () => {
  const dead = place(identity());
  held(dead);
  let done = false;
  const disk = {
    ...realDisk,
    link(from: string, to: string) {
      if (!done) takeLock(place(identity({ pid: 301 }), {}, path(dead))).release();
      done = true;
      realDisk.link(from, to);
    },
  };
  expect(takeLock({ ...place(identity({ pid: 200 }), {}, path(dead)), disk }).generation).toBe(3);
  expect(readdirSync(dead.folder)).toEqual(['000000003']);
});
