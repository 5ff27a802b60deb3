import { z } from 'zod';
import type { Disk } from './disk.ts';
import { writeNew } from './files.ts';
import { attempt, errnoOf } from './trouble.ts';

const PauseFile = z.object({ reason: z.string().nullable(), since: z.string().nullable() });

/** Why and since when nothing may be changed; both are null where the file does not tell. */
export type Pause = z.infer<typeof PauseFile>;

/** The pause that is in force. Whatever lies at the path pauses: any doubt is a no. */
export function readPause(disk: Disk, path: string): Pause | null {
  const entry = attempt('look for', path, () => disk.entry(path));
  if (entry === undefined) return null;
  try {
    return PauseFile.parse(JSON.parse(disk.read(path).toString('utf8')));
  } catch {
    return { reason: null, since: null };
  }
}

/** Written in place and without the lock, since a process that holds it is the one to be paused. The first one stays. */
export function writePause(disk: Disk, root: string, path: string, pause: Pause): void {
  attempt('write', path, () => {
    try {
      writeNew(disk, path, Buffer.from(`${JSON.stringify(pause)}\n`));
    } catch (thrown) {
      // On a full disk the empty file pauses as well.
      if (disk.entry(path) === undefined) throw thrown;
    }
    disk.syncFolder(root);
  });
}

/** False where nothing was paused. */
export function removePause(disk: Disk, root: string, path: string): boolean {
  return attempt('remove', path, () => {
    try {
      disk.remove(path);
    } catch (thrown) {
      if (errnoOf(thrown) === 'ENOENT') return false;
      throw thrown;
    }
    disk.syncFolder(root);
    return true;
  });
}
