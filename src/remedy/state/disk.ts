import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  statfsSync,
  unlinkSync,
  writeSync,
} from 'node:fs';

/** What lies at a path, links not followed. */
export interface Entry {
  readonly type: 'file' | 'folder' | 'link' | 'other';
  /** The permission bits alone. */
  readonly mode: number;
  readonly uid: number;
  readonly bytes: number;
}

/** A file that is open for writing. */
export interface OpenFile {
  write(bytes: Buffer, position: number): void;
  /** Returns when the bytes are on the disk. */
  sync(): void;
  cut(bytes: number): void;
  close(): void;
}

/**
 * The door to the disk. Every effect that the state folder has goes through it, so that a test can make any one of them
 * fail. It waits for the disk: records must not overtake each other.
 *
 * All of it throws the file system's error.
 */
export interface Disk {
  entry(path: string): Entry | undefined;
  /** In no particular order. */
  names(path: string): readonly string[];
  read(path: string): Buffer;
  /** A new file that is readable for its owner alone, whatever the umask; fails where something is there. */
  create(path: string): OpenFile;
  open(path: string): OpenFile;
  makeFolder(path: string): void;
  /** Also the folders above it, where they are absent. */
  makeFolders(path: string): void;
  rename(from: string, to: string): void;
  /** Fails where something is there: of two processes one wins. */
  link(from: string, to: string): void;
  remove(path: string): void;
  removeFolder(path: string): void;
  /** Makes a name that was added or removed last. */
  syncFolder(path: string): void;
  freeBytes(path: string): number;
}

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDONLY, O_RDWR } = constants;
// Windows has no such flag.
const NO_LINKS = O_NOFOLLOW ?? 0;

export const realDisk: Disk = {
  entry,
  names: (path) => readdirSync(path),
  read: readNoLink,
  create(path) {
    const file = openSync(path, O_RDWR | O_CREAT | O_EXCL | NO_LINKS, 0o600);
    fchmodSync(file, 0o600);
    return opened(file);
  },
  open: (path) => opened(openSync(path, O_RDWR | NO_LINKS)),
  makeFolder(path) {
    mkdirSync(path, 0o700);
    chmodSync(path, 0o700);
  },
  makeFolders: (path) => void mkdirSync(path, { recursive: true, mode: 0o700 }),
  rename: renameSync,
  link: linkSync,
  remove: unlinkSync,
  removeFolder: rmdirSync,
  syncFolder,
  freeBytes(path) {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  },
};

function entry(path: string): Entry | undefined {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  const type = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : found.isSymbolicLink() ? 'link' : 'other';
  return { type, mode: found.mode & 0o7777, uid: found.uid, bytes: found.size };
}

function readNoLink(path: string): Buffer {
  const file = openSync(path, O_RDONLY | NO_LINKS);
  try {
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

function opened(file: number): OpenFile {
  return {
    write(bytes, position) {
      for (let done = 0; done < bytes.length; )
        done += writeSync(file, bytes, done, bytes.length - done, position + done);
    },
    sync: () => fdatasyncSync(file),
    cut: (bytes) => ftruncateSync(file, bytes),
    close: () => closeSync(file),
  };
}

function syncFolder(path: string): void {
  // Windows cannot open a folder, and orders changes of names by itself.
  if (process.platform === 'win32') return;
  const folder = openSync(path, O_RDONLY | NO_LINKS);
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
