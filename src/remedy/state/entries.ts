import { join } from 'node:path';
import type { Disk, Entry } from './disk.ts';
import { integrity } from './trouble.ts';

/** Everybody but the owner. */
const OTHERS = 0o077;

/** A name that leads nowhere else. */
const SAFE_PART = /^(?!\.{1,2}$)[^/\\\0]+$/;

/**
 * The path of a file of the state folder, after a look at every folder on the way to it: each is a real one, of this
 * user, closed to others. Those that do not exist yet are fine.
 *
 * @throws MekhanikubeError `state-integrity`
 */
export function trustedPath(disk: Disk, root: string, relative: string): string {
  const parts = relative.split('/');
  if (!parts.every((part) => SAFE_PART.test(part))) throw new Error(`not a path within the state folder: ${relative}`);
  let path = root;
  for (const part of parts) {
    const folder = disk.entry(path);
    if (folder !== undefined) checkFolder(path, folder);
    path = join(path, part);
  }
  return path;
}

/** @throws MekhanikubeError `state-integrity` for what is no folder of this user alone */
export function checkFolder(path: string, entry: Entry): void {
  if (entry.type !== 'folder')
    throw integrity(`${path} is ${entry.type === 'link' ? 'a symbolic link' : 'no folder'}`, 'move it away');
  checkOwner(path, entry, '700');
}

/** @throws MekhanikubeError `state-integrity` for what is no file of this user alone */
export function checkFile(path: string, entry: Entry): void {
  if (entry.type !== 'file')
    throw integrity(`${path} is ${entry.type === 'link' ? 'a symbolic link' : 'no file'}`, 'move it away');
  checkOwner(path, entry, '600');
}

function checkOwner(path: string, { uid, mode }: Entry, wanted: string): void {
  // Windows knows neither owners nor modes of this kind.
  const own = process.getuid?.();
  if (own === undefined) return;
  if (uid !== own)
    throw integrity(`${path} belongs to another user (uid ${uid})`, 'name a folder of your own in MEKHANIKUBE_STATE');
  if ((mode & OTHERS) !== 0)
    throw integrity(
      `${path} is open to other users (mode ${mode.toString(8).padStart(4, '0')})`,
      `see who wrote to it, then: chmod ${wanted} ${path}`,
    );
}
