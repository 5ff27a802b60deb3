import { expect, test } from 'vitest';
import { rollbackStep } from '../../../../src/remedy/run/rollback-step.ts';
import { runPlan } from '../../../../src/remedy/run/run-plan.ts';
import { takeBackRun } from '../../../../src/remedy/run/take-back-run.ts';
import { rig } from './rig.ts';

const STEP = { id: '01-resize', action: 'resize', params: { size: 4 } };

test('a run that was taken back already ends as it had ended, for the reason that it had', async () => {
  const rigged = await rig({ steps: [STEP] });
  rigged.progress.set('web', () => ({ state: 'failed', reason: 'no better' }));
  await runPlan(rigged.conduct());
  const ended = rigged.happened().at(-1);
  expect(ended).toMatchObject({ type: 'DONE', outcome: 'rolled-back', reason: expect.stringContaining('no better') });
  const taken = await takeBackRun(rigged.conduct(), [STEP.id], 'asked for');
  expect(taken).toMatchObject({ requests: 0, left: [], notes: [expect.stringContaining('holds its earlier values')] });
  expect(rigged.happened().at(-1)).toMatchObject({ ...ended, at: expect.any(String), seq: expect.any(Number) });
});

test('one whose taking back was cut short after the last write ends as taken back', async () => {
  const rigged = await rig({ steps: [STEP] });
  await runPlan(rigged.conduct());
  const { keeper } = rigged.conduct();
  await rollbackStep(STEP.id, { repair: rigged.repair, keeper, reason: 'asked for', writes: [0] });
  const taken = await takeBackRun(rigged.conduct(), [STEP.id], 'asked for');
  expect(taken).toMatchObject({ requests: 0, notes: [expect.stringContaining('holds its earlier values')] });
  expect(rigged.happened().at(-1)).toMatchObject({ type: 'DONE', outcome: 'rolled-back', reason: 'asked for' });
});

test('one that had worked ends as taken back', async () => {
  const rigged = await rig({ steps: [STEP] });
  await runPlan(rigged.conduct());
  expect(await takeBackRun(rigged.conduct(), [STEP.id], 'asked for')).toMatchObject({ requests: 1, left: [] });
  expect(rigged.happened().at(-1)).toMatchObject({ type: 'DONE', outcome: 'rolled-back', reason: 'asked for' });
});
