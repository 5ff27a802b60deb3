import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { listCommand, showCommand } from '../../../../../src/cli/commands/remediate/runs.ts';
import { openJournal } from '../../../../../src/remedy/journal/journal.ts';
import { backupsAt, openRun } from '../../../remedy/backup/fixtures.ts';
import { rig } from '../../../remedy/run/rig.ts';
import { freshPath } from '../../../remedy/state/faulty-disk.ts';

let path: string;
const said = { out: '', err: '' };
beforeEach(() => {
  path = freshPath();
  vi.stubEnv('MEKHANIKUBE_STATE', path);
  Object.assign(said, { out: '', err: '' });
  vi.spyOn(process.stdout, 'write').mockImplementation((text: unknown, done: unknown) => {
    said.out += String(text);
    if (typeof done === 'function') done();
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text: unknown) => {
    said.err += String(text);
    return true;
  });
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

const { plan } = await rig({ steps: [{ id: '01-resize', action: 'resize', params: { size: 4 } }] });

/** Two planned runs in the state folder. */
function planned() {
  const backups = backupsAt(path);
  const runs = [openRun(backups), openRun(backups)] as const;
  for (const run of runs) run.writeJson('plan.json', { ...plan, id: run.id });
  return { backups, runs };
}

test('a run whose plan is damaged is named, and does not hide the others', async () => {
  const { backups, runs } = planned();
  backups.state.close();
  const [bad, good] = runs;
  expect(await listCommand({ output: 'text' })).toBe(0);
  said.out = '';
  writeFileSync(join(path, bad.folder, 'plan.json'), '{');
  expect(await listCommand({ output: 'text' })).toBe(14);
  expect(said.out).toMatch(new RegExp(`${good.id} .* planned +Thing shop/web`));
  expect(said.out).toMatch(new RegExp(`${bad.id} .* damaged +Deployment shop/web`));
  expect(said.err).toContain(`backup verify ${bad.id}`);
  expect(await listCommand({ output: 'text', outcome: 'planned' })).toBe(14);
});

test('a plan that was refused says why, and when', async () => {
  const { backups, runs } = planned();
  const [run, other] = runs;
  const journal = openJournal(backups.state);
  journal.append(run.id, { type: 'PLANNED', planHash: plan.hash });
  journal.append(run.id, { type: 'DONE', outcome: 'abandoned', reason: 'repair is paused: \u001b[31mfreeze' });
  journal.close();
  backups.state.close();
  await showCommand(run.id, { output: 'text' });
  expect(said.out).toContain('outcome: planned\n');
  expect(said.out).toMatch(/^last refused at \S+Z: repair is paused: \\x1b\[31mfreeze$/m);
  expect(said.out).toContain(`Apply it when that is out of the way: mekhanikube remediate apply ${run.id}`);
  said.out = '';
  await showCommand(other.id, { output: 'text' });
  expect(said.out).not.toContain('refused');
  expect(said.out).toContain(`Apply it: mekhanikube remediate apply ${other.id}`);
});
