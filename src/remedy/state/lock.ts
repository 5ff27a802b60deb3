import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { MekhanikubeError } from '../../base/errors.ts';
import type { Disk } from './disk.ts';
import { checkFile } from './entries.ts';
import { writeNew } from './files.ts';
import { hasEnded, type Processes, ProcessIdentity } from './processes.ts';
import { attempt, errnoOf, integrity } from './trouble.ts';

const LockFile = z.object({ holder: ProcessIdentity, since: z.string() });
type LockFile = z.infer<typeof LockFile>;

/** The right to write to the state folder. */
export interface Lock {
  /** Grows with every holder: a write that carries a smaller one comes from the past. */
  readonly generation: number;
  release(): void;
}

/** What taking the lock needs. `folder` and `temporary` exist. */
export interface LockPlace {
  readonly disk: Disk;
  readonly folder: string;
  readonly temporary: string;
  readonly processes: Processes;
  readonly now: () => Date;
}

const ATTEMPTS = 20;

/** Behind the number of a lock that was released. */
const FREE = '.free';

/**
 * Takes the lock of the state folder.
 *
 * Each holder has a file of its own, numbered; the highest number counts. A file is linked into place with its content,
 * so that of two takers one wins and nobody sees a half of it. The highest one is never removed but renamed when it is
 * released: a taker who looked long ago cannot come back with a number that was used.
 *
 * @throws MekhanikubeError `denied` while another process holds it, `state-integrity` for a lock that cannot be read
 */
export function takeLock(place: LockPlace): Lock {
  for (let attempts = 0; attempts < ATTEMPTS; attempts++) {
    const highest = highestOf(namesIn(place));
    if (highest > 0) refuseIfHeld(place, highest);
    const generation = highest + 1;
    if (!putInto(place, generation)) continue;
    const names = namesIn(place);
    if (highestOf(names) !== generation || names.includes(`${numbered(generation)}${FREE}`)) {
      remove(place, fileOf(place, generation));
      continue;
    }
    for (const name of names) if (numberOf(name) < generation) remove(place, join(place.folder, name));
    return { generation, release: () => release(place, generation) };
  }
  throw new MekhanikubeError('denied', `others keep taking the lock in ${place.folder}`, { hint: 'try again' });
}

function namesIn({ disk, folder }: LockPlace): readonly string[] {
  return attempt('read', folder, () => disk.names(folder)).filter((name) => /^\d{9}(\.free)?$/.test(name));
}

function numberOf(name: string): number {
  return Number.parseInt(name, 10);
}

function highestOf(names: readonly string[]): number {
  return Math.max(0, ...names.map(numberOf));
}

function numbered(generation: number): string {
  return String(generation).padStart(9, '0');
}

function fileOf({ folder }: LockPlace, generation: number): string {
  return join(folder, numbered(generation));
}

function refuseIfHeld(place: LockPlace, generation: number): void {
  const path = fileOf(place, generation);
  const found = readLock(place, path);
  // Released; or somebody else was quicker, which the next step shows.
  if (found === undefined || hasEnded(found.holder, place.processes)) return;
  const { pid, host, startTicks } = found.holder;
  const here = host === place.processes.self.host;
  // Where the system does not tell when a process began, another one may have its number by now.
  const certain = here && startTicks !== null;
  throw new MekhanikubeError(
    'denied',
    `the state folder is in use by process ${pid}${here ? '' : ` on ${host}`} since ${found.since}`,
    { hint: certain ? 'wait until it has ended' : `wait until it has ended; if it is gone for good, remove ${path}` },
  );
}

function readLock({ disk }: LockPlace, path: string): LockFile | undefined {
  const entry = attempt('read', path, () => disk.entry(path));
  if (entry === undefined) return undefined;
  checkFile(path, entry);
  try {
    return LockFile.parse(JSON.parse(disk.read(path).toString('utf8')));
  } catch (thrown) {
    if (errnoOf(thrown) === 'ENOENT') return undefined;
    throw integrity(`the lock ${path} cannot be read`, 'remove it if no other mekhanikube runs', thrown);
  }
}

/** False where another process was quicker. */
function putInto(place: LockPlace, generation: number): boolean {
  const path = fileOf(place, generation);
  const { disk, processes, now } = place;
  return attempt('lock', place.folder, () => {
    const temporary = written(place, { holder: processes.self, since: now().toISOString() });
    try {
      disk.link(temporary, path);
    } catch (thrown) {
      // ENOENT: whoever holds the lock now has cleaned up what lay about.
      if (errnoOf(thrown) === 'EEXIST' || errnoOf(thrown) === 'ENOENT') return false;
      throw thrown;
    } finally {
      if (disk.entry(temporary) !== undefined) remove(place, temporary);
    }
    disk.syncFolder(place.folder);
    return true;
  });
}

/** Takes no room on a disk that may be full. Where it fails the lock is free as soon as this process has ended. */
function release(place: LockPlace, generation: number): void {
  const path = fileOf(place, generation);
  try {
    place.disk.rename(path, `${path}${FREE}`);
  } catch {
    // What was done under the lock is done, and its own errors were told.
  }
}

function written({ disk, temporary }: LockPlace, content: LockFile): string {
  const path = join(temporary, `lock-${randomBytes(8).toString('hex')}`);
  writeNew(disk, path, Buffer.from(`${JSON.stringify(content)}\n`));
  return path;
}

/** Somebody else may have done so at the same time. */
function remove({ disk }: LockPlace, path: string): void {
  try {
    disk.remove(path);
  } catch (thrown) {
    if (errnoOf(thrown) !== 'ENOENT') throw integrity(`could not remove ${path}`, undefined, thrown);
  }
}
