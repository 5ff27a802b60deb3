import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/object.ts';
import { runPlan } from '../../../../src/remedy/run/run-plan.ts';
import { finding, ref } from '../policy/sample.ts';
import { DB, type Rig, rig, type Wanted, WEB } from './rig.ts';

type OnFailure = 'Rollback' | 'Continue' | 'Stop' | 'Escalate';

const first = (onFailure: OnFailure) => ({ id: '01-resize', action: 'resize', params: { size: 4 }, onFailure });
const second = (onFailure: OnFailure) => ({ ...first(onFailure), id: '02-resize', target: DB });
const fallback = [{ id: '90-notify', action: 'notify' }];

const failing = (): { readonly state: 'failed'; readonly reason: string } => ({ state: 'failed', reason: 'no better' });
const sizeOf = (object: KubeObject | undefined) => (object as unknown as { spec: { size: number } }).spec.size;
const sizes = ({ cluster }: Rig) => [sizeOf(cluster.at(WEB)), sizeOf(cluster.at(DB))];

async function ran(wanted: Wanted, ...failed: readonly string[]) {
  const rigged = await rig({ fallback, ...wanted });
  for (const name of failed) rigged.progress.set(name, failing);
  const result = await runPlan(rigged.conduct());
  return { rigged, result, outcome: result.outcome, states: result.steps.map(({ state }) => state) };
}

test('both steps are done and verified, one after the other, and nobody is told', async () => {
  const { rigged, outcome, states } = await ran({ steps: [first('Rollback'), second('Rollback')] });
  expect([outcome, states, sizes(rigged), rigged.told]).toEqual(['succeeded', ['verified', 'verified'], [4, 4], []]);
  expect(rigged.happened().map(({ type }) => type)).toEqual([
    'PLANNED',
    ...Array(2).fill(['INTENT', 'BACKED_UP', 'EXECUTING', 'EXECUTED', 'VERIFIED']).flat(),
    'DONE',
  ]);
});

describe('where the first of two steps does not help', () => {
  test.each<[OnFailure, string, readonly string[], readonly number[], number]>([
    ['Rollback', 'rolled-back', ['failed'], [2, 1], 1],
    ['Stop', 'failed', ['failed'], [4, 1], 1],
    ['Continue', 'succeeded', ['failed', 'verified'], [4, 4], 0],
    ['Escalate', 'succeeded', ['failed', 'verified'], [2, 4], 0],
  ])('%s ends %s', async (onFailure, outcome, states, objects, told) => {
    const done = await ran({ steps: [first(onFailure), second('Rollback')] }, 'web');
    expect([done.outcome, done.states, sizes(done.rigged)]).toEqual([outcome, states, objects]);
    expect(done.rigged.told).toHaveLength(told);
  });
});

describe('where the second of two steps does not help', () => {
  test.each<[OnFailure, string, readonly number[]]>([
    ['Rollback', 'rolled-back', [2, 1]],
    ['Stop', 'failed', [4, 4]],
    ['Continue', 'failed', [4, 4]],
    ['Escalate', 'rolled-back', [4, 1]],
  ])('%s ends %s', async (onFailure, outcome, objects) => {
    const done = await ran({ steps: [first('Rollback'), second(onFailure)] }, 'db');
    expect([done.outcome, sizes(done.rigged), done.rigged.told]).toEqual([outcome, objects, ['90-notify']]);
  });
});

test('what fails twice under Continue and Rollback is taken back whole, the last one first', async () => {
  const { rigged, outcome } = await ran({ steps: [first('Continue'), second('Rollback')] }, 'web', 'db');
  expect([outcome, sizes(rigged)]).toEqual(['rolled-back', [2, 1]]);
  const order = rigged.happened().flatMap((one) => (one.type === 'ROLLED_BACK' ? [one.step] : []));
  expect(order).toEqual(['02-resize', '01-resize']);
});

test('nobody listening does not change how it ends', async () => {
  const rigged = await rig({ steps: [first('Rollback')], fallback });
  rigged.isSent = false;
  rigged.progress.set('web', failing);
  expect(await runPlan(rigged.conduct())).toMatchObject({
    outcome: 'rolled-back',
    notes: ['tell oncall failed: nobody listens'],
  });
});

test('a step that only tells is no write, and what was mended stays mended where nobody listens', async () => {
  const telling = { id: '01-notify', action: 'notify' };
  for (const steps of [
    [telling, { ...second('Rollback'), id: '02-resize' }],
    [
      { ...second('Rollback'), id: '01-resize' },
      { ...telling, id: '02-notify' },
    ],
  ]) {
    const { rigged, outcome } = await ran({ steps });
    expect([outcome, rigged.told.length, rigged.cluster.sent.length]).toEqual(['succeeded', 1, 1]);
    const silent = await rig({ steps });
    silent.isSent = false;
    expect(await runPlan(silent.conduct())).toMatchObject({ outcome: 'succeeded', notes: ['nobody listens'] });
    expect(sizes(silent)).toEqual([2, 4]);
  }
});

describe('nothing is sent', () => {
  const expectNothing = (rigged: Rig) => {
    expect(rigged.cluster.effects).toEqual([]);
    expect(sizes(rigged)).toEqual([2, 1]);
    expect(rigged.happened().map(({ type }) => type)).toEqual(['PLANNED', 'DONE']);
  };

  test.each([
    [null, ['90-notify']],
    ['window' as const, []],
  ])('where a guard says no by now; of what only waits, here for %s, nobody is told', async (waitsFor, told) => {
    const rigged = await rig({ steps: [first('Rollback')], fallback });
    const judgement = { guard: 'schedule', allows: false, reason: 'the window is over', hint: null, waitsFor };
    rigged.repair.judge = async () => [judgement];
    const result = await runPlan(rigged.conduct());
    expect(result).toMatchObject({ outcome: 'abandoned', reason: 'the window is over', denied: [judgement] });
    expectNothing(rigged);
    expect(rigged.told).toEqual(told);
  });

  test('where somebody else has mended it already', async () => {
    const rigged = await rig({ steps: [first('Rollback')] });
    rigged.cluster.edit(WEB, () => ({ spec: { size: 4 } }));
    const result = await runPlan(rigged.conduct());
    expect(result).toMatchObject({ outcome: 'abandoned', reason: 'Thing shop/web has size 4 already' });
    expect(rigged.cluster.effects).toEqual([]);
  });

  test('where the object was made anew: what would be done is not what was planned', async () => {
    const rigged = await rig({ steps: [first('Rollback')] });
    rigged.cluster.edit(WEB, (object) => ({ metadata: { ...object.metadata, uid: 'another' } }));
    expect(await runPlan(rigged.conduct())).toMatchObject({
      outcome: 'abandoned',
      reason: 'what would be done to Thing shop/web now is not what was planned',
    });
    expectNothing(rigged);
  });

  test('where the finding is gone', async () => {
    const there = finding('pod-crash-loop', ref('Deployment', 'web'));
    const steps = [{ ...first('Rollback'), proof: { cleared: [there.id], forMs: 0, noNewFindings: null } }];
    const rigged = await rig({ steps, finding: there });
    expect(await runPlan(rigged.conduct())).toMatchObject({
      outcome: 'abandoned',
      reason: 'the finding is not there any more: pod-crash-loop',
    });
    expectNothing(rigged);
  });
});

test('what an admission webhook adds is taken back with ours', async () => {
  const rigged = await rig({ steps: [first('Rollback')] });
  rigged.cluster.mutate = (object) => ({ ...object, added: { by: 'admission' } });
  rigged.progress.set('web', failing);
  const before = rigged.cluster.at(WEB);
  expect(await runPlan(rigged.conduct())).toMatchObject({ outcome: 'rolled-back', left: [] });
  // It adds it to our way back, too: that is its right.
  expect(rigged.cluster.at(WEB)).toMatchObject({ spec: (before as unknown as { spec: object }).spec });
});

test('a change between the dry run and the write is seen, and thought through anew', async () => {
  const rigged = await rig({ steps: [first('Rollback')] });
  let reads = 0;
  rigged.cluster.onRead = () => {
    // The second read is the last look before it is sent.
    if (++reads === 2) rigged.cluster.edit(WEB, () => ({ theirs: true }));
  };
  expect(await runPlan(rigged.conduct())).toMatchObject({ outcome: 'succeeded' });
  expect(rigged.cluster.sent).toHaveLength(1);
  expect(rigged.happened()).toContainEqual(
    expect.objectContaining({ type: 'CONFLICT', reason: 'Thing shop/web was changed meanwhile' }),
  );
  expect(rigged.cluster.at(WEB)).toMatchObject({ theirs: true, spec: { size: 4 } });
});

test('what is meant for a time says when it ends', async () => {
  const { rigged, result } = await ran({ steps: [first('Rollback')], revertAfterMs: 90_000 });
  expect(rigged.happened()).toContainEqual(
    expect.objectContaining({ type: 'REVERT_SCHEDULED', step: '01-resize', due: '2026-03-01T12:01:30.000Z' }),
  );
  expect(result.notes).toEqual([expect.stringContaining('2026-03-01T12:01:30.000Z')]);
});
