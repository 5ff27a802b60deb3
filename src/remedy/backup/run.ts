import type { z } from 'zod';
import type { KubeObject } from '../../kube/object.ts';
import { StepName } from '../journal/record.ts';
import { sha256 } from '../state/canonical.ts';
import { integrity } from '../state/trouble.ts';
import { describe, type Place, pathsIn, UNSEALED } from './contents.ts';
import { type Ending, Manifest, type ObjectEntry, RunHeader, type StepBackup } from './manifest.ts';
import { decodeObject, encodeObject } from './object-file.ts';
import { ENCRYPTED, OBJECT, objectName, type Slot, slotFolder, slotPrefix } from './places.ts';
import { readJson } from './read-json.ts';
import { notedContents, type RunVerdict, verifyRun } from './verify-run.ts';

/**
 * The folder of one run. What is written is read back and compared at once.
 *
 * All of it throws MekhanikubeError `state-integrity` where the disk fails or something is not what was written.
 */
export interface Run {
  readonly id: string;
  /** Relative to the state folder. */
  readonly folder: string;
  header(): RunHeader;
  /** @param path relative to the run, like `plan.json` or `steps/01-scale/forward.json` */
  writeJson(path: string, value: unknown): void;
  readJson<T>(path: string, schema: z.ZodType<T>): T | undefined;
  /** @throws MekhanikubeError `denied` for a Secret without a key, and for an object that is too large */
  backUp(step: string, slot: Slot, object: KubeObject): ObjectEntry;
  /** The objects in a slot, proved to be those that were put there; of a write there is one or none. */
  objects(step: string, slot: Slot): readonly KubeObject[];
  /** Takes the note of an earlier attempt's backup away, so that a crash does not leave one that fits half of the files. */
  reopenStep(step: string): void;
  /** Notes all that lies in the step's folder so far and returns the hash of that, for the journal. */
  sealStep(step: string): string;
  /** Proves that a step's backup is the one whose hash the journal holds. */
  proveStep(step: string, hash: string): void;
  isSealed(): boolean;
  /** Undefined before it is sealed. */
  manifest(): Manifest | undefined;
  /** Writes the manifest of all that lies there, then the seal. Does nothing where it is sealed already. */
  seal(ending: Ending): void;
  verify(): RunVerdict;
}

/** The run in this folder. */
export function runAt(place: Place, now: () => Date): Run {
  const { state, folder, run: id } = place;
  const at = (path: string): string => `${folder}/${path}`;
  const isSealed = (): boolean => state.entry(at('SEALED')) !== undefined;
  const put = (path: string, bytes: Buffer): void => {
    if (isSealed()) throw integrity(`run ${id} is sealed: ${path} cannot be written any more`);
    state.makeFolder(at(path).split('/').slice(0, -1).join('/'));
    state.write(at(path), bytes);
    if (state.read(at(path))?.equals(bytes) !== true)
      throw integrity(
        `${state.folder}/${at(path)} does not hold what was just written to it`,
        'the disk may be failing',
      );
  };
  const header = (): RunHeader => {
    const found = readJson(state, at('run.json'), RunHeader);
    if (found === undefined) throw integrity(`run ${id} has lost its run.json`);
    return found;
  };
  return {
    id,
    folder,
    header,
    writeJson: (path, value) => put(path, jsonFile(value)),
    readJson: (path, schema) => readJson(state, at(path), schema),
    backUp(step, slot, object) {
      const path = `${slotFolder(StepName.parse(step), slot)}/${slotPrefix(slot)}${objectName(object)}`;
      const { bytes, entry } = encodeObject(object, path, id, place.keys);
      put(entry.path, bytes);
      const back = decodeObject(state.read(at(entry.path)) ?? bytes, entry.path, id, place.keys);
      if (back.state === 'unread' || back.entry.hashCanonical !== entry.hashCanonical)
        throw integrity(`the backup ${entry.path} of run ${id} cannot be read back`, 'the disk may be failing');
      return entry;
    },
    objects: (step, slot) => objectsIn(place, step, slot),
    reopenStep: (step) => state.remove(at(`steps/${StepName.parse(step)}/backup.json`)),
    sealStep(step) {
      const path = `steps/${step}/backup.json`;
      const paths = pathsIn(place, `steps/${StepName.parse(step)}`).filter((name) => name !== path);
      const backup: StepBackup = { formatVersion: 1, runId: id, step, ...describe(place, paths) };
      const bytes = jsonFile(backup);
      put(path, bytes);
      return sha256(bytes);
    },
    proveStep(step, hash) {
      const bytes = state.read(at(`steps/${step}/backup.json`));
      if (bytes === undefined || sha256(bytes) !== hash)
        throw integrity(`the backup of step ${step} of run ${id} is not the one that the journal names`);
      refuseBad(verifyRun(place), `steps/${step}/`);
    },
    isSealed,
    manifest: () => (isSealed() ? readJson(state, at('manifest.json'), Manifest) : undefined),
    seal(ending) {
      if (isSealed()) return;
      refuseBad(verifyRun(place), '');
      const bytes = jsonFile(manifestOf(place, header(), ending, now()));
      put('manifest.json', bytes);
      put('SEALED', Buffer.from(`${sha256(bytes)}\n`));
    },
    verify: () => verifyRun(place),
  };
}

function jsonFile(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
}

function manifestOf(place: Place, header: RunHeader, { executed, ...ending }: Ending, now: Date): Manifest {
  const { created, ...rest } = header;
  const paths = pathsIn(place).filter((path) => !UNSEALED.includes(path));
  const times = { created, executed, sealed: now.toISOString() };
  return { ...rest, times, ...ending, ...describe(place, paths) };
}

function objectsIn(place: Place, step: string, slot: Slot): readonly KubeObject[] {
  const folder = slotFolder(StepName.parse(step), slot);
  const noted = notedContents(place);
  const names = place.state
    .names(`${place.folder}/${folder}`)
    .filter((name) => name.startsWith(slotPrefix(slot)) && (name.endsWith(OBJECT) || name.endsWith(ENCRYPTED)));
  // A name that is noted and gone is no reason to believe that there was nothing.
  const expected = noted.objects
    .map(({ path }) => path)
    .filter((path) => path.startsWith(`${folder}/${slotPrefix(slot)}`) && !path.slice(folder.length + 1).includes('/'));
  const paths = [...new Set([...expected, ...names.map((name) => `${folder}/${name}`)])].sort();
  return paths.map((path) => provedObject(place, path, noted.files.find((file) => file.path === path)?.sha256));
}

function provedObject({ state, folder, run, keys }: Place, path: string, expected: string | undefined): KubeObject {
  const bytes = state.read(`${folder}/${path}`);
  const decoded = bytes === undefined ? undefined : decodeObject(bytes, path, run, keys);
  const problem =
    bytes === undefined || decoded === undefined
      ? 'it is missing'
      : decoded.state === 'unread'
        ? decoded.reason
        : expected !== undefined && sha256(bytes) !== expected
          ? 'it was changed'
          : null;
  if (decoded?.state === 'found' && problem === null) return decoded.object;
  throw integrity(`the backup ${path} of run ${run} cannot be used: ${problem}`, 'nothing is written from it');
}

function refuseBad({ run, bad }: RunVerdict, below: string): void {
  const first = bad.find(({ path }) => path === '' || path.startsWith(below));
  if (first !== undefined)
    throw integrity(
      `the backup of run ${run} is damaged: ${first.path}: ${first.reason}`,
      `mekhanikube backup verify ${run}`,
    );
}
