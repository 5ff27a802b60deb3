import { dirname, join } from 'node:path';
import { MekhanikubeError } from '../../base/errors.ts';
import { type Disk, type Entry, realDisk } from './disk.ts';
import { checkFolder, trustedPath } from './entries.ts';
import { ensureFolder, makeFolderIn, namesIn, readFile, removeAll, writeWhole } from './files.ts';
import { type Lock, takeLock } from './lock.ts';
import { type Pause, readPause, removePause, writePause } from './pause.ts';
import { type Processes, realProcesses } from './processes.ts';
import { openReserve, type Reserve } from './reserve.ts';
import { attempt } from './trouble.ts';
import { checkVersion, writeVersion } from './version.ts';

/**
 * `read` makes nothing and changes nothing; `mark` may also pause, and pin a backup, while another process works;
 * `write` is for one process at a time.
 */
export type Access = 'read' | 'mark' | 'write';

/** What the state folder needs from outside; all of it has its usual form where absent. */
export interface StateOptions {
  readonly access: Access;
  readonly disk?: Disk;
  readonly processes?: Processes;
  readonly now?: () => Date;
}

/**
 * The state folder. Paths are relative to it, with `/`. Each access looks at the folders on the way and at the file
 * first: links, and what is open to other users, are refused.
 *
 * All of it throws MekhanikubeError `state-integrity` where the disk fails: the caller must not act then.
 */
export interface State {
  readonly folder: string;
  readonly access: Access;
  readonly disk: Disk;
  /** Grows with every process that may write; 0 for others. */
  readonly generation: number;
  entry(path: string): Entry | undefined;
  /** Sorted; none where the folder is absent. */
  names(path: string): readonly string[];
  read(path: string): Buffer | undefined;
  /** The file is whole and on the disk under this name afterwards, or as it was before. */
  write(path: string, bytes: Buffer): void;
  /** A new file, empty, that others never see half: for marks. False where it exists. */
  mark(path: string): boolean;
  makeFolder(path: string): void;
  rename(from: string, to: string): void;
  /** With all that is in it. */
  remove(path: string): void;
  /** The real path, for one's own file operations. */
  locate(path: string): string;
  /** Gives up the reserve, once, for a record that must be written. */
  spendReserve(): boolean;
  /** True after the reserve was spent, and where there was no room for it. */
  storageLow(): boolean;
  freeBytes(): number;
  isPaused(): Pause | null;
  /** The first reason stays. */
  pause(reason: string | null): Pause;
  /** False where nothing was paused. */
  resume(): boolean;
  close(): void;
}

/**
 * Opens the state folder. With `read` one that is absent is empty; otherwise it is made.
 *
 * @param path absolute
 * @throws MekhanikubeError `usage` where there is something else, `denied` while another process writes,
 *   `state-integrity` where the folder is not to be trusted
 */
export function openState(path: string, options: StateOptions): State {
  const { access, disk = realDisk, processes = realProcesses(), now = () => new Date() } = options;
  const isThere = checkRoot(disk, path);
  if (!isThere && access !== 'read') makeRoot(disk, path);
  checkVersion(disk, path, access);
  if (access !== 'read') makeFolderIn(disk, path, 'tmp');
  if (access !== 'write') return stateOf({ path, access, disk, now, lock: null, reserve: null });
  makeFolderIn(disk, path, 'lock');
  const lock = takeLock({ disk, folder: join(path, 'lock'), temporary: join(path, 'tmp'), processes, now });
  try {
    const cleaned = stateOf({ path, access, disk, now, lock, reserve: null });
    for (const name of cleaned.names('tmp')) cleaned.remove(`tmp/${name}`);
    writeVersion(cleaned);
    const reserve = attempt('write', join(path, 'reserve'), () => openReserve(disk, join(path, 'reserve')));
    return stateOf({ path, access, disk, now, lock, reserve });
  } catch (thrown) {
    lock.release();
    throw thrown;
  }
}

interface Parts {
  readonly path: string;
  readonly access: Access;
  readonly disk: Disk;
  readonly now: () => Date;
  readonly lock: Lock | null;
  readonly reserve: Reserve | null;
}

function stateOf({ path: root, access, disk, now, lock, reserve }: Parts): State {
  const locate = (path: string): string => attempt('look at', join(root, path), () => trustedPath(disk, root, path));
  const paused = join(root, 'PAUSED');
  const state: State = {
    folder: root,
    access,
    disk,
    generation: lock?.generation ?? 0,
    locate,
    entry: (path) => attempt('look at', join(root, path), () => disk.entry(locate(path))),
    names: (path) => namesIn(disk, locate(path)),
    read: (path) => readFile(disk, locate(path)),
    write: (path, bytes) => writeWhole(disk, root, locate(path), bytes),
    mark(path) {
      const target = locate(path);
      return attempt('write', target, () => {
        if (disk.entry(target) !== undefined) return false;
        disk.create(target).close();
        disk.syncFolder(dirname(target));
        return true;
      });
    },
    makeFolder: (path) => makeFolderIn(disk, root, path),
    rename(from, to) {
      const [source, target] = [locate(from), locate(to)];
      attempt('move', source, () => {
        disk.rename(source, target);
        for (const folder of new Set([dirname(source), dirname(target)])) disk.syncFolder(folder);
      });
    },
    remove: (path) => removeAll(disk, locate(path)),
    spendReserve: () => attempt('remove', join(root, 'reserve'), () => reserve?.spend() ?? false),
    storageLow: () => reserve?.isSpent() ?? false,
    freeBytes: () => attempt('look at', root, () => disk.freeBytes(root)),
    isPaused: () => readPause(disk, paused),
    pause(reason) {
      writePause(disk, root, paused, { reason, since: now().toISOString() });
      return readPause(disk, paused) ?? { reason, since: null };
    },
    resume: () => removePause(disk, root, paused),
    close: () => lock?.release(),
  };
  return state;
}

/** False where nothing is there. */
function checkRoot(disk: Disk, path: string): boolean {
  const entry = attempt('look at', path, () => disk.entry(path));
  if (entry === undefined) return false;
  if (entry.type !== 'folder' && entry.type !== 'link')
    throw new MekhanikubeError('usage', `the state folder ${path} is no folder`, {
      hint: 'name another one in MEKHANIKUBE_STATE',
    });
  checkFolder(path, entry);
  return true;
}

function makeRoot(disk: Disk, path: string): void {
  attempt('make the folder', path, () => disk.makeFolders(dirname(path)));
  ensureFolder(disk, path);
}

/** Closes the state folder when the work is done, however it goes. */
export async function withState<T>(state: State, work: (state: State) => T | Promise<T>): Promise<T> {
  try {
    return await work(state);
  } finally {
    state.close();
  }
}
