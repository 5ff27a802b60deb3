import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { type Disk, type OpenFile, realDisk } from '../../../../src/remedy/state/disk.ts';
import { type Access, openState, type State } from '../../../../src/remedy/state/state.ts';

/** Which effect fails: the n-th of its kind from now on, counted from 1, and how. */
export interface Fault {
  readonly effect: 'write' | 'sync' | 'cut' | 'create' | 'rename' | 'syncFolder' | 'link';
  readonly from: number;
  /** How many fail; all that follow where absent. */
  readonly times?: number;
  readonly code: 'ENOSPC' | 'EIO' | 'EROFS';
  /** A disk that is full takes the beginning. */
  readonly half?: boolean;
}

/** The real disk, of which chosen effects fail. */
export interface FaultyDisk extends Disk {
  fail(fault: Fault): void;
  heal(): void;
  /** Effects so far. */
  readonly log: readonly string[];
}

export function faultyDisk(): FaultyDisk {
  let fault: Fault | undefined;
  let count = 0;
  const log: string[] = [];
  const pass = (effect: Fault['effect'], path: string): boolean => {
    log.push(`${effect} ${path}`);
    if (fault?.effect !== effect) return true;
    count += 1;
    return count < fault.from || count >= fault.from + (fault.times ?? Number.POSITIVE_INFINITY);
  };
  const check = (effect: Fault['effect'], path: string): void => {
    if (!pass(effect, path)) throw failure(fault);
  };
  const watched = (file: OpenFile, path: string): OpenFile => ({
    write(bytes, position) {
      if (pass('write', path)) return file.write(bytes, position);
      if (fault?.half === true) file.write(bytes.subarray(0, bytes.length >> 1), position);
      throw failure(fault);
    },
    sync() {
      check('sync', path);
      file.sync();
    },
    cut(bytes) {
      check('cut', path);
      file.cut(bytes);
    },
    close: () => file.close(),
  });
  return {
    ...realDisk,
    log,
    fail(next) {
      [fault, count] = [next, 0];
    },
    heal() {
      fault = undefined;
    },
    create(path) {
      check('create', path);
      return watched(realDisk.create(path), path);
    },
    open: (path) => watched(realDisk.open(path), path),
    rename(from, to) {
      check('rename', to);
      realDisk.rename(from, to);
    },
    link(from, to) {
      check('link', to);
      realDisk.link(from, to);
    },
    syncFolder(path) {
      check('syncFolder', path);
      realDisk.syncFolder(path);
    },
  };
}

function failure(fault: Fault | undefined): Error {
  return Object.assign(new Error(`${fault?.code}: injected`), { code: fault?.code });
}

const folders: string[] = [];
const states: State[] = [];
const endings: (() => void)[] = [];
afterEach(() => {
  for (const state of states.splice(0)) state.close();
  for (const work of endings.splice(0)) work();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Does this after the test, before its folders are removed. */
export function atEnd(work: () => void): void {
  endings.push(work);
}

/** A path for a state folder that does not exist yet; removed after the test. */
export function freshPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mekhanikube-state-'));
  folders.push(folder);
  return join(folder, 'state');
}

/** Opens a state folder, and closes it after the test where the test does not. */
export function opened(path: string, access: Access = 'write', disk: Disk = realDisk): State {
  const state = openState(path, { access, disk });
  states.push(state);
  return state;
}

/** What somebody threw. */
export function thrownBy(work: () => unknown): { code?: unknown; message?: string; hint?: unknown } {
  try {
    work();
  } catch (thrown) {
    return thrown instanceof Error ? thrown : {};
  }
  return {};
}
