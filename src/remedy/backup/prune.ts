import type { State } from '../state/state.ts';
import type { Backups } from './backups.ts';
import { listRuns, type RunSummary } from './summary.ts';

/** What may go, and what must stay. */
export interface PruneRules {
  /** For each object so many of its newest runs stay, however old they are. */
  readonly keepLast: number;
  /** What the rest may take together: the oldest go first. */
  readonly maxBytes: number;
  /** Runs that the journal says are open, or are still to be reverted. */
  readonly inUse: ReadonlySet<string>;
  readonly now: Date;
}

/** Where nobody says otherwise. */
export const USUAL_LIMITS: Pick<PruneRules, 'keepLast' | 'maxBytes'> = { keepLast: 5, maxBytes: 1024 ** 3 };

/** A run that goes, and why. */
export interface Pruned {
  readonly run: RunSummary;
  readonly reason: 'expired' | 'over-budget';
}

/**
 * The runs that the rules let go. Never one that is open, pinned, damaged or in use, nor the one that shows how an
 * object was before the repairs that are kept.
 */
export function prunable(runs: readonly RunSummary[], rules: PruneRules): readonly Pruned[] {
  const mayGo = runs.filter((run) => run.state === 'sealed' && !run.pinned && !rules.inUse.has(run.id));
  const newest = newestOfEach(runs, rules.keepLast);
  const candidates = mayGo.filter(({ id }) => !newest.has(id));
  const now = rules.now.getTime();
  const expired = candidates.filter(({ ttlUntil }) => ttlUntil !== null && Date.parse(ttlUntil) <= now);
  const going = new Map<string, Pruned>(expired.map((run) => [run.id, { run, reason: 'expired' }]));
  let bytes = runs.filter(({ id }) => !going.has(id)).reduce((sum, run) => sum + run.bytes, 0);
  for (const run of candidates) {
    if (bytes <= rules.maxBytes) break;
    if (going.has(run.id)) continue;
    going.set(run.id, { run, reason: 'over-budget' });
    bytes -= run.bytes;
  }
  // What stays as a baseline may have one itself.
  for (let kept = baselinesOf(runs, going); kept.length > 0; kept = baselinesOf(runs, going)) {
    for (const id of kept) going.delete(id);
  }
  return [...going.values()];
}

/** Removes what the rules let go, and what a crash left of an earlier time. */
export function prune({ state, ...backups }: Backups, rules: PruneRules): readonly Pruned[] {
  clearTrash(state);
  const going = prunable(listRuns({ state, ...backups }), rules);
  return going.filter(({ run }) => removeRun(state, backups, run));
}

function newestOfEach(runs: readonly RunSummary[], keepLast: number): ReadonlySet<string> {
  const pairs = runs.flatMap(({ id, cluster, targets }) =>
    targets.map(({ uid }) => ({ id, key: `${cluster} ${uid}` })),
  );
  const byTarget = Map.groupBy(pairs, ({ key }) => key);
  const newest = [...byTarget.values()].flatMap((own) => (keepLast === 0 ? [] : own.slice(-keepLast)));
  return new Set(newest.map(({ id }) => id));
}

/** Of the runs that are to go, the baselines of those that stay. */
function baselinesOf(runs: readonly RunSummary[], going: ReadonlyMap<string, Pruned>): readonly string[] {
  const staying = runs.filter(({ id }) => !going.has(id));
  const baselines = staying.flatMap(({ targets }) => targets.flatMap(({ baselineRun }) => baselineRun ?? []));
  return [...new Set(baselines)].filter((id) => going.has(id));
}

const TRASH = '.trash-';

/** Renamed first: half of a run is never seen. False where it was pinned in the meantime. */
function removeRun(state: State, { runIn }: Pick<Backups, 'runIn'>, { cluster, id }: RunSummary): boolean {
  const folder = runIn(cluster, id)?.folder;
  if (folder === undefined) return false;
  const trash = `clusters/${cluster}/${TRASH}${id}`;
  state.rename(folder, trash);
  if (state.entry(`${trash}/PIN`) !== undefined) {
    state.rename(trash, folder);
    return false;
  }
  state.remove(trash);
  removeEmpty(state, folder);
  return true;
}

/** Day, month and year. */
function removeEmpty(state: State, folder: string): void {
  const parts = folder.split('/');
  for (const depth of [1, 2, 3]) {
    const above = parts.slice(0, -depth).join('/');
    if (state.names(above).length > 0) return;
    state.remove(above);
  }
}

function clearTrash(state: State): void {
  for (const cluster of state.names('clusters'))
    for (const name of state.names(`clusters/${cluster}`))
      if (name.startsWith(TRASH)) state.remove(`clusters/${cluster}/${name}`);
}
