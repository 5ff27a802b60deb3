import { randomBytes } from 'node:crypto';
import type { Disk } from './disk.ts';
import { writeNew } from './files.ts';
import { errnoOf, isFull } from './trouble.ts';

const BYTES = 1024 * 1024;

/** Room on the disk that is given up when a record must be written and the disk is full. */
export interface Reserve {
  /** True where it is not, or no longer, there. */
  isSpent(): boolean;
  /** Gives it up; false where there is nothing to give. */
  spend(): boolean;
}

/** Sets room aside at this path, unless that was done before. On a full disk there is none, which is no error. */
export function openReserve(disk: Disk, path: string): Reserve {
  let spent = !isWhole(disk, path) && !make(disk, path);
  return {
    isSpent: () => spent,
    spend() {
      if (spent) return false;
      spent = true;
      return removed(disk, path);
    },
  };
}

function isWhole(disk: Disk, path: string): boolean {
  const entry = disk.entry(path);
  return entry?.type === 'file' && entry.bytes === BYTES;
}

/** Of random bytes: a file system that compresses would set aside nothing for zeros. */
function make(disk: Disk, path: string): boolean {
  if (disk.entry(path) !== undefined) removed(disk, path);
  try {
    writeNew(disk, path, randomBytes(BYTES));
    return true;
  } catch (thrown) {
    if (!isFull(thrown)) throw thrown;
    removed(disk, path);
    return false;
  }
}

function removed(disk: Disk, path: string): boolean {
  try {
    disk.remove(path);
    return true;
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return false;
    throw thrown;
  }
}
