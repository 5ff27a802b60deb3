import { dirname } from 'node:path';
import type { OpenFile } from './disk.ts';
import type { State } from './state.ts';
import { attempt, integrity, isFull } from './trouble.ts';

/** A file that only grows. */
export interface AppendFile {
  readonly bytes: number;
  /**
   * Adds at the end; on the disk when this returns. On a full disk the reserve is given up for it.
   *
   * @throws MekhanikubeError `state-integrity`; nothing was added then. After anything but a full disk it always throws:
   *   what a disk holds after a failed flush is unknown
   */
  append(bytes: Buffer): void;
  /** Takes away what is behind this length. */
  cut(bytes: number): void;
  close(): void;
}

/** Opens a file of the state folder to add to it, and makes it where it is absent. */
export function openAppend(state: State, relative: string): AppendFile {
  const path = state.locate(relative);
  const { disk } = state;
  const isThere = state.read(relative) !== undefined;
  const file = attempt('open', path, () => {
    if (isThere) return disk.open(path);
    const made = disk.create(path);
    disk.syncFolder(dirname(path));
    return made;
  });
  let bytes = state.entry(relative)?.bytes ?? 0;
  let broken = false;
  return {
    get bytes() {
      return bytes;
    },
    append(added) {
      if (broken) throw integrity(`nothing more is written to ${path}: the disk failed before`);
      attempt('write', path, () => {
        try {
          addOrSpend({ file, state, bytes: added, position: bytes });
        } catch (thrown) {
          broken = !isFull(thrown) || !isCut(file, bytes);
          throw thrown;
        }
      });
      bytes += added.length;
    },
    cut(length) {
      attempt('write', path, () => {
        file.cut(length);
        file.sync();
      });
      bytes = length;
    },
    close: () => file.close(),
  };
}

interface Addition {
  readonly file: OpenFile;
  readonly state: State;
  readonly bytes: Buffer;
  readonly position: number;
}

function addOrSpend(addition: Addition): void {
  try {
    add(addition);
  } catch (thrown) {
    if (!isFull(thrown) || !addition.state.spendReserve()) throw thrown;
    add(addition);
  }
}

function add({ file, bytes, position }: Addition): void {
  file.write(bytes, position);
  file.sync();
}

/** Half of a record must not stay where the next one goes. */
function isCut(file: OpenFile, bytes: number): boolean {
  try {
    file.cut(bytes);
    file.sync();
    return true;
  } catch {
    return false;
  }
}
