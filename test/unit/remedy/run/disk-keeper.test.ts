import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/object.ts';
import { openAudit } from '../../../../src/remedy/audit/audit.ts';
import { openJournal } from '../../../../src/remedy/journal/journal.ts';
import type { PlannedWrite } from '../../../../src/remedy/plan/plan.ts';
import { diskKeeper, madeWrites } from '../../../../src/remedy/run/disk-keeper.ts';
import { runPlan } from '../../../../src/remedy/run/run-plan.ts';
import { backupsAt, newRun } from '../backup/fixtures.ts';
import { thrownBy } from '../state/faulty-disk.ts';
import { rig, WEB } from './rig.ts';

const STEP = '01-resize';
const step = { id: STEP, action: 'resize', params: { size: 4 } };

test('what was backed up and answered is read again by another process', async () => {
  const rigged = await rig({ steps: [step] });
  const before = rigged.cluster.at(WEB);
  await runPlan(rigged.conduct());
  rigged.reopen();
  const { keeper } = rigged.conduct();
  const backup = await keeper.readBackup(STEP);
  expect(backup.before).toEqual([before]);
  expect(backup.target).toEqual(before);
  expect([...(await keeper.readAnswers(STEP))]).toEqual([[0, rigged.cluster.at(WEB)]]);
  expect(backup.writes[0]?.changes).toContainEqual({ path: ['spec', 'size'], before: 2, after: 4 });
  expect((await madeWrites(keeper, STEP)).map(({ index }) => index)).toEqual([0]);
});

test('what the server really made of it replaces what the dry run predicted', async () => {
  const rigged = await rig({ steps: [step] });
  rigged.cluster.mutate = (object, dryRun) => (dryRun ? object : ({ ...object, added: true } as KubeObject));
  await runPlan(rigged.conduct());
  const { writes } = await rigged.conduct().keeper.readBackup(STEP);
  expect(writes[0]?.changes).toContainEqual({ path: ['added'], after: true });
});

test('a step without a backup, or without an answer, has none', async () => {
  const { keeper } = (await rig({ steps: [step] })).conduct();
  expect(await keeper.readBackup(STEP)).toEqual({ target: null, writes: [], before: [] });
  expect((await keeper.readAnswers(STEP)).size).toBe(0);
  const write: PlannedWrite = { request: { verb: 'create', ref: WEB, manifest: {} }, changes: [] };
  await keeper.backUp(STEP, { target: null, writes: [write, write], before: [null, null] });
  await keeper.keepAnswer(STEP, 1, write, null);
  expect(await madeWrites(keeper, STEP)).toEqual([{ index: 1, write }]);
});

test('a backup that was changed is not used', async () => {
  const rigged = await rig({ steps: [step] });
  await runPlan(rigged.conduct());
  const { state } = rigged.books();
  const [name] = state.names(`${rigged.run().folder}/steps/${STEP}/before`);
  writeFileSync(join(state.folder, rigged.run().folder, 'steps', STEP, 'before', name ?? ''), 'not what it was');
  await expect(rigged.conduct().keeper.readBackup(STEP)).rejects.toMatchObject({ code: 'state-integrity' });
});

test('a run without a plan, or with a damaged one, has no keeper', () => {
  const backups = backupsAt();
  const books = { journal: openJournal(backups.state), audit: openAudit(backups.state) };
  const run = backups.createRun(newRun());
  expect(thrownBy(() => diskKeeper(run, books, 'ana'))).toMatchObject({
    code: 'state-integrity',
    message: `run ${run.id} has no plan`,
  });
  run.writeJson('plan.json', { formatVersion: 1 });
  expect(thrownBy(() => diskKeeper(run, books, 'ana'))).toMatchObject({ code: 'state-integrity' });
});

test('who did what is in the audit log, before it is in the journal', async () => {
  const rigged = await rig({ steps: [step] });
  await runPlan(rigged.conduct());
  const { state } = rigged.books();
  const lines = state
    .names('audit')
    .filter((name) => name.endsWith('.jsonl') || name.endsWith('.log'))
    .flatMap((name) => (state.read(`audit/${name}`) ?? '').toString().trim().split('\n'));
  const events = lines.map((line) => JSON.parse(line) as { event: string; actor: string; target: string | null });
  expect(events.map(({ event }) => event)).toEqual([
    'log-begun',
    'run-begun',
    'write-begun',
    'write-executed',
    'step-verified',
    'run-ended',
  ]);
  expect(events.at(-1)).toMatchObject({ actor: 'ana', target: 'Thing shop/web' });
  expect(lines.join()).not.toContain('"size"');
});

test('a run that was over begins anew, and what happened before does not count', async () => {
  const rigged = await rig({ steps: [step] });
  await runPlan(rigged.conduct());
  expect(rigged.conduct().keeper.happened()).toEqual([]);
  expect(rigged.happened().at(-1)).toMatchObject({ type: 'DONE' });
});
