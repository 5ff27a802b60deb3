import { compareText } from '../../base/collate.ts';
import { messageOf } from '../../base/errors.ts';
import { sha256 } from '../state/canonical.ts';
import { type Contents, fileEntry, type Place, pathsIn, UNSEALED } from './contents.ts';
import { type FileEntry, Manifest, type ObjectEntry, RunHeader, StepBackup } from './manifest.ts';
import { decodeObject } from './object-file.ts';
import { readJson } from './read-json.ts';

/** A file of a run that is not what it should be. */
export interface BadFile {
  /** Relative to the run's folder. */
  readonly path: string;
  /** Why, without a full stop. */
  readonly reason: string;
}

/** What was found out about a run's files. */
export interface RunVerdict {
  readonly run: string;
  readonly sealed: boolean;
  readonly checked: number;
  readonly bad: readonly BadFile[];
  /** Encrypted files whose content nobody could look at: their bytes are as they were. */
  readonly unopened: number;
}

/** Compares the files of a run with what was noted of them. Never throws for what it finds in them. */
export function verifyRun(place: Place): RunVerdict {
  const { state, folder, run } = place;
  const sealed = state.entry(`${folder}/SEALED`) !== undefined;
  try {
    const noted = sealed ? sealedContents(place) : stepContents(place);
    const present = pathsIn(place).filter((path) => !UNSEALED.includes(path));
    const results = noted.files.map((entry) => checkFile(place, entry, noted.objects));
    const known = new Set(noted.files.map(({ path }) => path));
    const strangers = sealed ? present.filter((path) => !known.has(path)) : [];
    const bad = [
      ...results.flatMap(({ bad: found }) => found ?? []),
      ...strangers.map((path) => ({ path, reason: 'it is not in the manifest' })),
    ].sort((left, right) => compareText(left.path, right.path));
    return { run, sealed, checked: known.size, bad, unopened: results.filter(({ unopened }) => unopened).length };
  } catch (thrown) {
    const bad = thrown instanceof BadFileError ? thrown.bad : { path: '', reason: messageOf(thrown) };
    return { run, sealed, checked: 0, bad: [bad], unopened: 0 };
  }
}

/**
 * What was noted of a run's files, where that itself is as it was: of all of them once it is sealed, of each step's
 * backup before.
 *
 * @throws MekhanikubeError `state-integrity`, BadFileError
 */
export function notedContents(place: Place): Contents {
  return place.state.entry(`${place.folder}/SEALED`) === undefined ? stepContents(place) : sealedContents(place);
}

/** One file ends the look at a run. */
class BadFileError extends Error {
  readonly bad: BadFile;

  constructor(path: string, reason: string) {
    super(`${path}: ${reason}`);
    this.bad = { path, reason };
  }
}

function sealedContents({ state, folder, run }: Place): Contents {
  const bytes = state.read(`${folder}/manifest.json`);
  if (bytes === undefined) throw new BadFileError('manifest.json', 'it is missing');
  if (state.read(`${folder}/SEALED`)?.toString('utf8') !== `${sha256(bytes)}\n`)
    throw new BadFileError('manifest.json', 'it is not the one that was sealed');
  const manifest = readJson(state, `${folder}/manifest.json`, Manifest);
  if (manifest?.runId !== run) throw new BadFileError('manifest.json', `it is that of run ${manifest?.runId}`);
  return manifest;
}

function stepContents({ state, folder, run }: Place): Contents {
  const header = readJson(state, `${folder}/run.json`, RunHeader);
  if (header?.runId !== run) throw new BadFileError('run.json', 'it is not that of this run');
  const steps = state
    .names(`${folder}/steps`)
    .flatMap((step) => readJson(state, `${folder}/steps/${step}/backup.json`, StepBackup) ?? []);
  return { files: steps.flatMap(({ files }) => files), objects: steps.flatMap(({ objects }) => objects) };
}

interface FileVerdict {
  readonly bad?: BadFile;
  readonly unopened: boolean;
}

function checkFile(place: Place, noted: FileEntry, objects: readonly ObjectEntry[]): FileVerdict {
  const { path } = noted;
  const isBad = (reason: string): FileVerdict => ({ bad: { path, reason }, unopened: false });
  const bytes = bytesOf(place, path);
  if (typeof bytes === 'string') return isBad(bytes);
  const same = fileEntry(path, bytes).sha256 === noted.sha256;
  const object = objects.find((entry) => entry.path === path);
  const decoded = object === undefined ? undefined : decodeObject(bytes, path, place.run, place.keys);
  if (!same) {
    const detail = decoded?.state === 'unread' && !decoded.needsKey ? `: ${decoded.reason}` : '';
    const size = bytes.length === noted.bytes ? '' : ` (${bytes.length} bytes instead of ${noted.bytes})`;
    return isBad(`it was changed${size}${detail}`);
  }
  if (decoded?.state === 'unread')
    return decoded.needsKey && !place.keys.canEncrypt ? { unopened: true } : isBad(decoded.reason);
  if (decoded !== undefined && decoded.entry.hashCanonical !== object?.hashCanonical)
    return isBad('the object in it is another one');
  return { unopened: false };
}

function bytesOf({ state, folder }: Place, path: string): Buffer | string {
  try {
    return state.read(`${folder}/${path}`) ?? 'it is missing';
  } catch (thrown) {
    return messageOf(thrown);
  }
}
