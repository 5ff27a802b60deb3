import { pipeline, Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';
import { MekhanikubeError, messageOf } from '../../base/errors.ts';
import { sha256 } from '../state/canonical.ts';
import { archivePath, partsOf, SUMS } from './archive-paths.ts';
import type { Backups } from './backups.ts';
import { runFolder } from './places.ts';
import type { Run } from './run.ts';
import { runAt } from './run.ts';

const LARGEST_BYTES = 256 * 1024 * 1024;
const MOST_FILES = 10_000;

interface Imported {
  readonly cluster: string;
  readonly run: string;
  /** By path within the run. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/**
 * Takes a run out of an archive into the state folder, after all of it was checked.
 *
 * @param isKnownCluster says whether runs of this cluster may come in
 * @throws MekhanikubeError `input-unreadable` for an archive that is not as `exportRun` makes it, `denied` for a run of
 *   another cluster, and for one that is there already
 */
export async function importRun(
  { state, keys, runIn }: Backups,
  archive: Buffer,
  isKnownCluster: (uid: string) => boolean,
): Promise<Run> {
  const { cluster, run, files } = await unpacked(archive);
  if (!isKnownCluster(cluster))
    throw new MekhanikubeError('denied', `run ${run} is of another cluster (${cluster})`, {
      hint: 'its objects are not those of the clusters that were repaired from here: --any-cluster takes it in all the same',
    });
  if (runIn(cluster, run) !== undefined)
    throw new MekhanikubeError('denied', `run ${run} is there already`, { hint: 'it is not overwritten' });
  const staged = `tmp/import-${run}`;
  state.remove(staged);
  for (const [path, bytes] of files) {
    const target = `${staged}/${path}`;
    state.makeFolder(target.split('/').slice(0, -1).join('/'));
    state.write(target, bytes);
  }
  const now = (): Date => new Date();
  const judged = runAt({ state, keys, run, folder: staged }, now);
  const problem = judged.isSealed() ? problemOf(judged, cluster) : 'it is not sealed';
  if (problem !== null) {
    state.remove(staged);
    throw unreadable(`run ${run}: ${problem}`);
  }
  const folder = runFolder(cluster, run);
  state.makeFolder(folder.split('/').slice(0, -1).join('/'));
  state.rename(staged, folder);
  return runAt({ state, keys, run, folder }, now);
}

function problemOf(run: Run, cluster: string): string | null {
  const [bad] = run.verify().bad;
  if (bad !== undefined) return `${bad.path}: ${bad.reason}`;
  if (run.header().cluster.uid !== cluster || run.manifest()?.cluster.uid !== cluster)
    return 'it is in the folder of another cluster';
  return null;
}

async function unpacked(archive: Buffer): Promise<Imported> {
  const files = await filesOf(archive);
  const sums = files.get(SUMS)?.toString('utf8');
  files.delete(SUMS);
  const placed = [...files].map(([name, bytes]) => {
    const parts = partsOf(name);
    if (parts === undefined) throw unreadable(`${name} is no file of a run`);
    return { ...parts, bytes };
  });
  const [first] = placed;
  if (first === undefined) throw unreadable('there is no run in it');
  const { cluster, run } = first;
  if (placed.some((file) => file.cluster !== cluster || file.run !== run))
    throw unreadable('there is more than one run in it');
  const expected = placed.map(
    (file) => `${sha256(file.bytes)}  ${archivePath(cluster, run, file.path).split('/').slice(1).join('/')}\n`,
  );
  if (sums !== expected.join('')) throw unreadable('its checksums are not those of its files');
  if (placed.some(({ path }) => path === 'PIN')) throw unreadable('PIN is no file of a run');
  return { cluster, run, files: new Map(placed.map(({ path, bytes }) => [path, bytes])) };
}

async function filesOf(archive: Buffer): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const tar = extract();
  try {
    const content = gunzipSync(archive, { maxOutputLength: LARGEST_BYTES });
    // Errors of either side end the loop below.
    pipeline(Readable.from([content]), tar, () => {});
    for await (const entry of tar) {
      const { name, type } = entry.header;
      if (type !== 'file') throw unreadable(`${name} is a ${type ?? 'thing'} and no file`);
      if (files.has(name) || files.size === MOST_FILES) throw unreadable(`${name} is one too many`);
      const chunks: Buffer[] = [];
      for await (const chunk of entry) if (Buffer.isBuffer(chunk)) chunks.push(chunk);
      files.set(name, Buffer.concat(chunks));
    }
  } catch (thrown) {
    throw thrown instanceof MekhanikubeError ? thrown : unreadable(messageOf(thrown), thrown);
  }
  return files;
}

function unreadable(problem: string, cause?: unknown): MekhanikubeError {
  return new MekhanikubeError('input-unreadable', `the archive cannot be taken in: ${problem}`, {
    hint: 'name a file that mekhanikube backup export has written',
    cause,
  });
}
