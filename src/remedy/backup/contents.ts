import { sha256 } from '../state/canonical.ts';
import type { State } from '../state/state.ts';
import { headerOf, type Keyring } from './encrypt.ts';
import type { FileEntry, ObjectEntry } from './manifest.ts';
import { decodeObject } from './object-file.ts';
import { ENCRYPTED, OBJECT } from './places.ts';

/** What lies in a folder of a run. */
export interface Contents {
  readonly files: FileEntry[];
  readonly objects: ObjectEntry[];
}

/** Where to look. */
export interface Place {
  readonly state: State;
  readonly run: string;
  /** Of the run. */
  readonly folder: string;
  readonly keys: Keyring;
}

/** Files that are no part of what a manifest seals. */
export const UNSEALED = ['manifest.json', 'SEALED', 'PIN'];

/** Paths of all files below a folder of the run, in order, relative to the run. */
export function pathsIn({ state, folder }: Pick<Place, 'state' | 'folder'>, below = ''): readonly string[] {
  return state.names(joined(folder, below)).flatMap((name) => {
    const path = joined(below, name);
    return state.entry(`${folder}/${path}`)?.type === 'folder' ? pathsIn({ state, folder }, path) : [path];
  });
}

/** Describes these files, as they are now. */
export function describe(place: Place, paths: readonly string[]): Contents {
  const read = paths.map((path) => ({ path, bytes: place.state.read(`${place.folder}/${path}`) ?? Buffer.alloc(0) }));
  return {
    files: read.map(({ path, bytes }) => fileEntry(path, bytes)),
    objects: read.flatMap(({ path, bytes }) => objectEntry(place, path, bytes) ?? []),
  };
}

/** Describes one file by its bytes. */
export function fileEntry(path: string, bytes: Buffer): FileEntry {
  const encrypted = path.endsWith(ENCRYPTED);
  return {
    path,
    bytes: bytes.length,
    sha256: sha256(bytes),
    encoding: encrypted || path.endsWith(OBJECT) ? 'gzip' : 'json',
    encrypted,
    keyId: encrypted ? (headerOf(bytes)?.keyId ?? null) : null,
  };
}

function objectEntry({ run, keys }: Place, path: string, bytes: Buffer): ObjectEntry | undefined {
  if (path.endsWith(ENCRYPTED)) return headerOf(bytes)?.about;
  if (!path.endsWith(OBJECT)) return undefined;
  const decoded = decodeObject(bytes, path, run, keys);
  return decoded.state === 'found' ? decoded.entry : undefined;
}

function joined(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('/');
}
