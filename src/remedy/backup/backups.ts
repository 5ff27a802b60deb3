import { MekhanikubeError } from '../../base/errors.ts';
import { RunId } from '../journal/record.ts';
import type { State } from '../state/state.ts';
import type { Place } from './contents.ts';
import type { Keyring } from './encrypt.ts';
import { ClusterUid, RunHeader } from './manifest.ts';
import { runFolder } from './places.ts';
import { type Run, runAt } from './run.ts';
import { runIds } from './run-id.ts';

/** What a new run is about. */
export interface NewRun extends Omit<RunHeader, 'formatVersion' | 'runId' | 'created' | 'targets'> {
  /** `parentRun` is the run on this object that it goes on with, where there is one. */
  readonly targets: readonly Pick<RunHeader['targets'][number], 'ref' | 'uid' | 'parentRun'>[];
}

/** The backups in a state folder. */
export interface Backups {
  readonly state: State;
  readonly keys: Keyring;
  createRun(run: NewRun): Run;
  /** @throws MekhanikubeError `usage` where none, or more than one, begins with it */
  findRun(idOrPrefix: string): Run;
  /** Of all clusters, oldest first. */
  allRuns(): readonly Run[];
  /** Undefined where it is not there. */
  runIn(cluster: string, id: string): Run | undefined;
}

interface BackupOptions {
  readonly keys: Keyring;
  readonly now?: () => Date;
  readonly random?: (bytes: number) => Buffer;
}

/** Opens the backups. */
export function openBackups(state: State, { keys, now = () => new Date(), ...rest }: BackupOptions): Backups {
  const open = (cluster: string, id: string): Run => runAt(placeOf(state, keys, cluster, id), now);
  const all = (): readonly Run[] => listed(state).map(({ cluster, id }) => open(cluster, id));
  let nextId: (() => string) | undefined;
  const runIn = (cluster: string, id: string): Run | undefined =>
    state.entry(`${runFolder(cluster, id)}/run.json`) === undefined ? undefined : open(cluster, id);
  return {
    state,
    keys,
    createRun(run) {
      nextId ??= runIds({ now, ...rest }, listed(state).at(-1)?.id);
      const cluster = ClusterUid.parse(run.cluster.uid);
      const created = open(cluster, nextId());
      const targets = run.targets.map((target) => ({ ...target, baselineRun: baselineAfter(target, cluster, runIn) }));
      const header = { ...run, formatVersion: 1, runId: created.id, created: now().toISOString(), targets };
      created.writeJson('run.json', RunHeader.parse(header));
      return created;
    },
    findRun: (wanted) => found(all(), wanted),
    allRuns: all,
    runIn,
  };
}

/** Where the files of a run lie. */
export function placeOf(state: State, keys: Keyring, cluster: string, run: string): Place {
  return { state, keys, run, folder: runFolder(cluster, run) };
}

/** The chain's first run stays the first one: three repairs in a row do not make the second one's start the baseline. */
function baselineAfter(
  { uid, parentRun }: NewRun['targets'][number],
  cluster: string,
  runIn: Backups['runIn'],
): string | null {
  if (parentRun === null) return null;
  const parent = runIn(cluster, parentRun)?.header();
  return parent?.targets.find((target) => target.uid === uid)?.baselineRun ?? parentRun;
}

function listed(state: State): readonly { readonly cluster: string; readonly id: string }[] {
  const clusters = state.names('clusters').filter((name) => ClusterUid.safeParse(name).success);
  return clusters
    .flatMap((cluster) => idsBelow(state, `clusters/${cluster}/runs`, 3).map((id) => ({ cluster, id })))
    .sort((left, right) => (left.id < right.id ? -1 : 1));
}

/** Year, month and day are folders. */
function idsBelow(state: State, folder: string, depth: number): readonly string[] {
  const names = state.names(folder);
  if (depth === 0) return names.filter((name) => RunId.safeParse(name).success);
  return names
    .filter((name) => /^\d{2,4}$/.test(name))
    .flatMap((name) => idsBelow(state, `${folder}/${name}`, depth - 1));
}

function found(runs: readonly Run[], wanted: string): Run {
  const prefix = wanted.toUpperCase();
  const matching = runs.filter(({ id }) => prefix !== '' && id.startsWith(prefix));
  const [only] = matching;
  if (only !== undefined && matching.length === 1) return only;
  if (only === undefined)
    throw new MekhanikubeError('usage', `there is no run ${wanted}`, { hint: 'mekhanikube remediate list shows them' });
  const shown = matching.slice(-3).map(({ id }) => id);
  throw new MekhanikubeError('usage', `${matching.length} runs begin with ${wanted}`, {
    hint: `say more of it: ${shown.join(' or ')}`,
  });
}
