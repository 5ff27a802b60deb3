import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Disk } from './disk.ts';
import { checkFile, checkFolder, trustedPath } from './entries.ts';
import { attempt, errnoOf } from './trouble.ts';

/** Makes a folder that is closed to others. */
export function ensureFolder(disk: Disk, path: string): void {
  attempt('make the folder', path, () => {
    const entry = disk.entry(path);
    if (entry !== undefined) return checkFolder(path, entry);
    try {
      disk.makeFolder(path);
    } catch (thrown) {
      // Of two processes that begin at once the second one finds it.
      if (errnoOf(thrown) !== 'EEXIST') throw thrown;
    }
    disk.syncFolder(dirname(path));
  });
}

/** Makes a folder within the state folder, and those above it. */
export function makeFolderIn(disk: Disk, root: string, relative: string): void {
  trustedPath(disk, root, relative);
  let path = root;
  for (const part of relative.split('/')) {
    path = join(path, part);
    ensureFolder(disk, path);
  }
}

/** Sorted. */
export function namesIn(disk: Disk, path: string): readonly string[] {
  return attempt('read', path, () => {
    const entry = disk.entry(path);
    if (entry === undefined) return [];
    checkFolder(path, entry);
    return disk.names(path).toSorted();
  });
}

/** Undefined where nothing is there. */
export function readFile(disk: Disk, path: string): Buffer | undefined {
  return attempt('read', path, () => {
    const entry = disk.entry(path);
    if (entry === undefined) return undefined;
    checkFile(path, entry);
    return disk.read(path);
  });
}

/** Writes a file whole or not at all. */
export function writeWhole(disk: Disk, root: string, path: string, bytes: Buffer): void {
  const temporary = join(root, 'tmp', randomBytes(8).toString('hex'));
  attempt('write', path, () => {
    const there = disk.entry(path);
    if (there !== undefined) checkFile(path, there);
    try {
      writeNew(disk, temporary, bytes);
      disk.rename(temporary, path);
    } catch (thrown) {
      // What was written of it takes room that others need.
      if (disk.entry(temporary) !== undefined) disk.remove(temporary);
      throw thrown;
    }
    disk.syncFolder(dirname(path));
  });
}

/** Removes a file, or a folder with all that is in it. Links are removed, not followed. */
export function removeAll(disk: Disk, path: string): void {
  attempt('remove', path, () => {
    const entry = disk.entry(path);
    if (entry === undefined) return;
    if (entry.type !== 'folder') return disk.remove(path);
    for (const name of disk.names(path)) removeAll(disk, join(path, name));
    disk.removeFolder(path);
  });
}

/** Writes a file that does not exist yet, and waits until it is on the disk. */
export function writeNew(disk: Disk, path: string, bytes: Buffer): void {
  const file = disk.create(path);
  try {
    file.write(bytes, 0);
    file.sync();
  } finally {
    file.close();
  }
}
