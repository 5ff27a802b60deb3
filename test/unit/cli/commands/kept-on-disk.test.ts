import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addAudit } from '../../../../src/cli/grammar/audit.ts';
import { addBackup } from '../../../../src/cli/grammar/backup.ts';
import { addPause } from '../../../../src/cli/grammar/pause.ts';
import { openAudit } from '../../../../src/remedy/audit/audit.ts';
import { openJournal } from '../../../../src/remedy/journal/journal.ts';
import { backupsAt, CLUSTER, openRun, STEP, sealedRun } from '../../remedy/backup/fixtures.ts';
import { freshPath, opened } from '../../remedy/state/faulty-disk.ts';

let path: string;
beforeEach(() => {
  path = freshPath();
  vi.stubEnv('MEKHANIKUBE_STATE', path);
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-01T12:00:00Z') });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

/** Runs a command as the command line would, and gives back what it printed and its exit code. */
async function run(...words: readonly string[]): Promise<{ out: string; code: number }> {
  let [out, code] = ['', 0];
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((text: unknown, done: unknown) => {
    out += String(text);
    if (typeof done === 'function') done();
    return true;
  });
  const program = new Command('mekhanikube').exitOverride();
  const setExitCode = (next: number): void => {
    code = next;
  };
  const runtime = { version: '0', argv: [], signal: new AbortController().signal, setExitCode };
  addBackup(program, runtime);
  addAudit(program, runtime);
  addPause(program, runtime);
  try {
    await program.parseAsync(words, { from: 'user' });
  } finally {
    spy.mockRestore();
  }
  return { out, code };
}

/** Two runs, the second one still open. */
function filled() {
  const backups = backupsAt(path);
  const [done, open] = [sealedRun(backups), openRun(backups)];
  backups.state.close();
  return { done, open };
}

test.each([
  ['backup list', 'There is no backup.\n'],
  ['backup list -o json', '[]\n'],
  ['backup verify', 'There is no backup.\n'],
  ['backup prune', 'Removed 0 backups.\n'],
  ['backup prune --dry-run -o json', '[]\n'],
  ['audit tail', 'Nothing was done yet.\n'],
  ['audit verify', '0 records, unbroken\n'],
  ['resume', 'Nothing was paused.\n'],
])('%s where nothing was ever done says so and makes nothing', async (words, out) => {
  expect(await run(...words.split(' '))).toEqual({ out, code: 0 });
  expect(existsSync(path)).toBe(false);
});

test('a run that is not there is wrong usage, and makes nothing', async () => {
  for (const words of ['backup show X', 'backup verify X', 'backup pin X'])
    await expect(run(...words.split(' '))).rejects.toMatchObject({ code: 'usage' });
  expect(existsSync(path)).toBe(false);
});

test('a relative MEKHANIKUBE_STATE is refused', async () => {
  vi.stubEnv('MEKHANIKUBE_STATE', 'state');
  await expect(run('backup', 'list')).rejects.toMatchObject({
    code: 'usage',
    message: 'MEKHANIKUBE_STATE is a relative path: state',
  });
});

test('lists and shows the runs', async () => {
  const { done, open } = filled();
  expect((await run('backup', 'list')).out.replaceAll(/\d+ KiB/g, 'N KiB').split('\n')).toEqual([
    expect.stringMatching(/^RUN +CREATED +STATE +SIZE +ABOUT$/),
    `${done.id}  2026-01-10T12:00:00.000Z  succeeded  N KiB  Deployment shop/web`,
    `${open.id}  2026-01-10T12:00:00.000Z  open       N KiB  Deployment shop/web`,
    '',
  ]);
  expect(JSON.parse((await run('backup', 'list', '-o', 'json')).out)).toMatchObject([
    { id: done.id, state: 'sealed' },
    { id: open.id },
  ]);
  expect((await run('backup', 'show', done.id)).out).toMatch(
    /^run +01.*\nfolder .*\n(.*\n)*about +Deployment shop\/web\n/,
  );
  expect(JSON.parse((await run('backup', 'show', open.id, '-o', 'json')).out)).toMatchObject({
    cluster: CLUSTER,
    manifest: null,
  });
});

test('verify names the bad file, and the exit code says that something is wrong', async () => {
  const { done, open } = filled();
  expect(await run('backup', 'verify')).toEqual({
    out: `${done.id}  4 files, as they were written\n${open.id}  2 files, as they were written, not sealed yet\n`,
    code: 0,
  });
  const file = `steps/${STEP}/forward.json`;
  writeFileSync(join(path, done.folder, file), '[]');
  expect(await run('backup', 'verify', done.id)).toEqual({
    out: `${done.id}  4 files, 1 bad\n  ${file}: it was changed (2 bytes instead of 84)\n`.replace(
      '84',
      String(JSON.stringify([{ op: 'replace', path: '/spec/replicas', value: 4 }], null, 2).length + 1),
    ),
    code: 14,
  });
});

test('pins while another process works, and prune leaves what is pinned, open in the journal, or the last', async () => {
  const backups = backupsAt(path);
  const runs = Array.from({ length: 8 }, () => sealedRun(backups));
  const [first, second, third] = runs;
  openJournal(backups.state).append(second?.id ?? '', { type: 'PLANNED', planHash: 'a'.repeat(64) });
  expect((await run('backup', 'pin', first?.id ?? '')).out).toBe(`Pinned ${first?.id}.\n`);
  expect((await run('backup', 'pin', first?.id ?? '')).out).toBe(`${first?.id} was pinned already.\n`);
  await expect(run('backup', 'prune')).rejects.toMatchObject({ code: 'denied' });
  backups.state.close();
  const expected = [{ run: third?.id, reason: 'expired' }];
  expect(JSON.parse((await run('backup', 'prune', '--dry-run', '-o', 'json')).out)).toEqual(expected);
  expect((await run('backup', 'prune')).out).toBe(`${third?.id}  expired\nRemoved 1 backup.\n`);
  expect((await run('backup', 'unpin', first?.id ?? '')).out).toBe(`Unpinned ${first?.id}.\n`);
  expect((await run('backup', 'prune')).out).toBe(`${first?.id}  expired\nRemoved 1 backup.\n`);
});

test('prunes nothing while the journal is damaged', async () => {
  filled();
  mkdirSync(join(path, 'journal'), { mode: 0o700 });
  writeFileSync(join(path, 'journal', '000001.wal'), 'x', { mode: 0o600 });
  writeFileSync(join(path, 'journal', '000002.wal'), '', { mode: 0o600 });
  await expect(run('backup', 'prune')).rejects.toMatchObject({ code: 'state-integrity' });
});

test('carries a run from one state folder to another', async () => {
  const { done } = filled();
  const file = join(dirname(path), 'run.tar.gz');
  expect((await run('backup', 'export', done.id, file)).out).toBe(`Wrote run ${done.id} to ${file}.\n`);
  vi.stubEnv('MEKHANIKUBE_STATE', freshPath());
  expect((await run('backup', 'import', file)).out).toBe(`Took in run ${done.id}.\n`);
  expect((await run('backup', 'verify')).code).toBe(0);
  const elsewhere = freshPath();
  opened(elsewhere, 'mark').makeFolder('clusters/other');
  vi.stubEnv('MEKHANIKUBE_STATE', elsewhere);
  await expect(run('backup', 'import', file)).rejects.toMatchObject({ code: 'denied' });
  expect((await run('backup', 'import', file, '--any-cluster')).out).toBe(`Took in run ${done.id}.\n`);
  await expect(run('backup', 'import', join(path, 'none'))).rejects.toMatchObject({ code: 'input-unreadable' });
});

test('shows the log, judges it, and exports it', async () => {
  const state = opened(path);
  const audit = openAudit(state, { now: () => new Date('2026-01-10T12:00:00Z') });
  audit.append({
    actor: 'ana',
    event: 'plan-denied',
    target: 'Deployment shop/web',
    decision: 'denied',
    reason: 'paused',
  });
  audit.append({ actor: 'ana', event: 'write-executed' });
  expect((await run('audit', 'tail', '-n', '2')).out).toBe(
    '2026-01-10T12:00:00.000Z  plan-denied     Deployment shop/web  ana, denied, paused\n2026-01-10T12:00:00.000Z  write-executed  -                    ana\n',
  );
  expect(JSON.parse((await run('audit', 'tail', '-n', '1', '-o', 'json')).out)).toMatchObject([{ seq: 2 }]);
  await expect(run('audit', 'tail', '-n', 'x')).rejects.toMatchObject({ code: 'usage' });
  expect((await run('audit', 'verify')).out).toMatch(/^3 records, unbroken, ends with 2 [0-9a-f]{64}\n$/);
  const file = join(dirname(path), 'log.jsonl');
  await run('audit', 'export', file);
  expect((await run('audit', 'verify', file)).out).toMatch(/^3 records, unbroken/);
  writeFileSync(file, readFileSync(file, 'utf8').replace('shop', 'ship'));
  expect(await run('audit', 'verify', file)).toEqual({
    out: 'edited: record 1 was changed (line 2)\n3 records, not as they were written\n',
    code: 14,
  });
  expect(JSON.parse((await run('audit', 'verify', file, '-o', 'json')).out)).toMatchObject({
    problems: [{ kind: 'edited' }],
  });
});

test('pauses, also a folder that is new, and goes on', async () => {
  expect((await run('pause', '--reason', 'release day')).out).toMatch(
    /^Paused since 2026-03-01T12:00:00.000Z: release day\.\n$/,
  );
  expect(opened(path, 'read').isPaused()?.reason).toBe('release day');
  expect(JSON.parse((await run('pause', '-o', 'json')).out)).toMatchObject({ paused: true, reason: 'release day' });
  expect((await run('resume')).out).toBe('Resumed.\n');
  expect(JSON.parse((await run('resume', '-o', 'json')).out)).toEqual({ paused: false, wasPaused: false });
});

test('the reason of a pause is shown without its control characters', async () => {
  expect((await run('pause', '--reason', 'freeze\u001b[31m\nnow')).out).toMatch(/: freeze\\x1b\[31m⏎now\.\n$/);
});
