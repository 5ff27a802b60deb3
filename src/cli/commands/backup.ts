import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { MekhanikubeError, messageOf } from '../../base/errors.ts';
import { type Backups, openBackups } from '../../remedy/backup/backups.ts';
import { keyring } from '../../remedy/backup/encrypt.ts';
import { exportRun } from '../../remedy/backup/export-run.ts';
import { importRun } from '../../remedy/backup/import-run.ts';
import { backupSecrets } from '../../remedy/backup/keys.ts';
import { pinRun, unpinRun } from '../../remedy/backup/pin.ts';
import { type PruneRules, prunable, prune, USUAL_LIMITS } from '../../remedy/backup/prune.ts';
import { listRuns, type RunSummary, summaryOf, targetsText } from '../../remedy/backup/summary.ts';
import type { RunVerdict } from '../../remedy/backup/verify-run.ts';
import { openJournal } from '../../remedy/journal/journal.ts';
import { isSettled } from '../../remedy/journal/runs.ts';
import { type State, withState } from '../../remedy/state/state.ts';
import { integrity } from '../../remedy/state/trouble.ts';
import { EXIT } from '../exit-codes.ts';
import type { Runtime } from '../program.ts';
import { columns } from '../ui/columns.ts';
import { checkWritable, writeStdout, writeWhole } from '../ui/write.ts';
import { openUserState } from './user-state.ts';

interface Options {
  readonly output: string;
}

/** Prints the runs of which there are backups. */
export async function list({ output }: Options): Promise<void> {
  const runs = listRuns(backupsIn(openUserState('read')));
  if (output === 'json') return writeStdout(jsonText(runs));
  if (runs.length === 0) return writeStdout('There is no backup.\n');
  return writeStdout(columns([['RUN', 'CREATED', 'STATE', 'SIZE', 'ABOUT'], ...runs.map(row)]));
}

/** Prints what one run's backup holds. */
export async function show(wanted: string, { output }: Options): Promise<void> {
  const backups = backupsIn(openUserState('read'));
  const run = backups.findRun(wanted);
  const summary = summaryOf(backups.state, run);
  const manifest = run.manifest() ?? null;
  const folder = `${backups.state.folder}/${run.folder}`;
  if (output === 'json') return writeStdout(jsonText({ ...summary, folder, header: run.header(), manifest }));
  const about = [
    ['run', run.id],
    ['folder', folder],
    ['cluster', summary.cluster],
    ['created', `${summary.created ?? 'unknown'} by ${summary.actor ?? 'unknown'}`],
    ['state', stateText(summary)],
    ['kept until', summary.pinned ? 'it is unpinned' : (summary.ttlUntil ?? 'there is no room')],
    ['about', targetsText(summary)],
  ];
  const files = (manifest?.files ?? []).map(({ path, bytes }) => ['', `${path}  ${bytes} bytes`]);
  return writeStdout(columns([...about, ...files]));
}

/** Compares the files of one run, or of all, with what was noted of them. */
export async function verify(wanted: string | undefined, { output }: Options, runtime: Runtime): Promise<void> {
  const backups = backupsIn(openUserState('read'));
  const runs = wanted === undefined ? backups.allRuns() : [backups.findRun(wanted)];
  const verdicts = runs.map((run) => run.verify());
  if (verdicts.some(({ bad }) => bad.length > 0)) runtime.setExitCode(EXIT.integrity);
  if (output === 'json') return writeStdout(jsonText(verdicts));
  return writeStdout(verdicts.length === 0 ? 'There is no backup.\n' : verdicts.map(verdictText).join(''));
}

/** Keeps a run's backup, or lets it be pruned again. */
export async function pin(wanted: string, { output, keep }: Options & { readonly keep: boolean }): Promise<void> {
  // Found first: a folder that is not there is not made for it.
  const run = backupsIn(openUserState('read')).findRun(wanted);
  const state = openUserState('mark');
  const changed = keep ? pinRun(state, run) : unpinRun(state, run);
  if (output === 'json') return writeStdout(jsonText({ run: run.id, pinned: keep, changed }));
  const [done, before] = keep ? ['Pinned', 'pinned already'] : ['Unpinned', 'not pinned'];
  return writeStdout(changed ? `${done} ${run.id}.\n` : `${run.id} was ${before}.\n`);
}

/** Removes the backups that nobody needs any more. */
export async function pruneBackups({ output, dryRun }: Options & { readonly dryRun?: boolean }): Promise<void> {
  const isEmpty = openUserState('read').names('clusters').length === 0;
  const access = isEmpty || dryRun === true ? 'read' : 'write';
  const gone = await withState(openUserState(access), (state) => {
    const backups = backupsIn(state);
    const rules = rulesFrom(state);
    return access === 'read' ? prunable(listRuns(backups), rules) : prune(backups, rules);
  });
  if (output === 'json') return writeStdout(jsonText(gone.map(({ run, reason }) => ({ run: run.id, reason }))));
  const [verb, count] = [dryRun === true ? 'Would remove' : 'Removed', gone.length];
  const lines = gone.map(({ run, reason }) => `${run.id}  ${reason === 'expired' ? 'expired' : 'no room for it'}\n`);
  return writeStdout(`${lines.join('')}${verb} ${count} ${count === 1 ? 'backup' : 'backups'}.\n`);
}

/** Packs a run's backup into one file. */
export async function exportBackup(wanted: string, file: string): Promise<void> {
  await checkWritable(file);
  const backups = backupsIn(openUserState('read'));
  const run = backups.findRun(wanted);
  await writeWhole(file, Readable.from([await exportRun(backups, run)]), 0o600);
  await writeStdout(`Wrote run ${run.id} to ${file}.\n`);
}

/** Takes a run's backup out of a file. */
export async function importBackup(file: string, { anyCluster }: { readonly anyCluster?: boolean }): Promise<void> {
  const archive = await read(file);
  const run = await withState(openUserState('write'), (state) => {
    const known = state.names('clusters');
    return importRun(
      backupsIn(state),
      archive,
      (uid) => anyCluster === true || known.length === 0 || known.includes(uid),
    );
  });
  await writeStdout(`Took in run ${run.id}.\n`);
}

function backupsIn(state: State): Backups {
  return openBackups(state, { keys: keyring(backupSecrets(process.env)) });
}

function rulesFrom(state: State): PruneRules {
  const journal = openJournal(state);
  try {
    if (journal.integrity !== null)
      throw integrity(`the journal is damaged: ${journal.integrity}`, 'nobody can tell which backups are needed');
    const inUse = new Set(journal.runs().flatMap((run) => (isSettled(run) ? [] : [run.run])));
    return { ...USUAL_LIMITS, inUse, now: new Date() };
  } finally {
    journal.close();
  }
}

function row(run: RunSummary): readonly string[] {
  return [run.id, run.created ?? '-', stateText(run), `${Math.ceil(run.bytes / 1024)} KiB`, targetsText(run)];
}

function stateText({ state, outcome, pinned }: RunSummary): string {
  return `${outcome ?? state}${pinned ? ', pinned' : ''}`;
}

function verdictText({ run, sealed, checked, bad, unopened }: RunVerdict): string {
  const notes = [
    `${checked} ${checked === 1 ? 'file' : 'files'}`,
    bad.length === 0 ? 'as they were written' : `${bad.length} bad`,
    ...(unopened === 0 ? [] : [`${unopened} encrypted and not opened`]),
    ...(sealed ? [] : ['not sealed yet']),
  ];
  return [`${run}  ${notes.join(', ')}`, ...bad.map(({ path, reason }) => `  ${path}: ${reason}`), ''].join('\n');
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

async function read(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch (thrown) {
    throw new MekhanikubeError('input-unreadable', `cannot read ${file}: ${messageOf(thrown)}`, { cause: thrown });
  }
}
