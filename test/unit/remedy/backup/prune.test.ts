import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pinRun, unpinRun } from '../../../../src/remedy/backup/pin.ts';
import { type PruneRules, prunable, prune } from '../../../../src/remedy/backup/prune.ts';
import type { RunSummary } from '../../../../src/remedy/backup/summary.ts';
import { freshPath, opened } from '../state/faulty-disk.ts';
import { backupsAt, CLUSTER, openRun, sealedRun } from './fixtures.ts';

const LATER = new Date('2026-02-10T12:00:00Z');
const rules = (change: Partial<PruneRules> = {}): PruneRules => ({
  keepLast: 1,
  maxBytes: 1024 ** 3,
  inUse: new Set(),
  now: LATER,
  ...change,
});

const summary = (id: string, change: Partial<RunSummary> & { uid?: string; baseline?: string } = {}): RunSummary => ({
  id,
  state: 'sealed',
  cluster: CLUSTER,
  created: null,
  actor: null,
  outcome: 'succeeded',
  pinned: false,
  bytes: 100,
  ttlUntil: '2026-01-24T12:00:00.000Z',
  targets: [
    {
      ref: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' },
      uid: change.uid ?? 'one',
      parentRun: change.baseline ?? null,
      baselineRun: change.baseline ?? null,
    },
  ],
  ...change,
});

const going = (runs: readonly RunSummary[], change: Partial<PruneRules> = {}): readonly string[] =>
  prunable(runs, rules(change)).map(({ run, reason }) => `${run.id} ${reason}`);

test('what has expired goes, but for the last of each object', () => {
  const runs = [summary('a'), summary('b'), summary('c', { uid: 'two' }), summary('d')];
  expect(going(runs)).toEqual(['a expired', 'b expired']);
  expect(going(runs, { keepLast: 2 })).toEqual(['a expired']);
  expect(going(runs, { now: new Date('2026-01-23T12:00:00Z') })).toEqual([]);
});

test.each([
  ['open', summary('a', { state: 'open' }), {}],
  ['damaged', summary('a', { state: 'damaged' }), {}],
  ['pinned', summary('a', { pinned: true }), {}],
  ['in use', summary('a'), { inUse: new Set(['a']) }],
  ['without an end', summary('a', { ttlUntil: null }), {}],
  ['the baseline of one that stays', summary('a'), { baseline: 'a' }],
])('one that is %s stays', (_, run, { baseline, ...change }: Partial<PruneRules> & { baseline?: string }) => {
  const newest = summary('z', baseline === undefined ? {} : { baseline });
  expect(going([run, newest], change)).toEqual([]);
});

test('so does the baseline of a baseline', () => {
  const runs = [summary('a'), summary('b', { baseline: 'a' }), summary('c'), summary('z', { baseline: 'b' })];
  expect(going(runs)).toEqual(['c expired']);
});

test('the oldest go until the rest has room, also before their time', () => {
  const runs = ['a', 'b', 'c', 'd'].map((id) => summary(id, { ttlUntil: null }));
  expect(going(runs, { maxBytes: 200 })).toEqual(['a over-budget', 'b over-budget']);
  expect(going(runs, { maxBytes: 0 })).toEqual(['a over-budget', 'b over-budget', 'c over-budget']);
  expect(going([summary('a', { pinned: true }), ...runs.slice(1)], { maxBytes: 300 })).toEqual(['b over-budget']);
});

test('whatever there is, nothing goes that must stay', () => {
  const run = fc.record({
    state: fc.constantFrom('sealed', 'sealed', 'sealed', 'open', 'damaged'),
    pinned: fc.boolean(),
    uid: fc.constantFrom('one', 'two'),
    bytes: fc.nat(1000),
    ttlUntil: fc.constantFrom(null, '2026-01-24T12:00:00.000Z', '2027-01-24T12:00:00.000Z'),
    baseline: fc.constantFrom(undefined, '00', '03'),
  });
  fc.assert(
    fc.property(
      fc.array(run, { maxLength: 12 }),
      fc.nat(4),
      fc.nat(3000),
      fc.nat(11),
      (all, keepLast, maxBytes, used) => {
        const runs = all.map(({ baseline, ...rest }, index) =>
          summary(String(index).padStart(2, '0'), {
            ...rest,
            ...(baseline === undefined ? {} : { baseline }),
          } as Partial<RunSummary>),
        );
        const inUse = new Set([String(used).padStart(2, '0')]);
        const gone = prunable(runs, rules({ keepLast, maxBytes, inUse })).map((pruned) => pruned.run);
        const kept = runs.filter((each) => !gone.includes(each));
        for (const each of gone) {
          expect([each.state, each.pinned, inUse.has(each.id)]).toEqual(['sealed', false, false]);
          const uid = each.targets[0]?.uid;
          const newer = kept.filter((one) => one.targets[0]?.uid === uid && one.id > each.id);
          expect(newer.length).toBeGreaterThanOrEqual(keepLast);
          expect(kept.some((one) => one.targets[0]?.baselineRun === each.id)).toBe(false);
        }
      },
    ),
  );
});

test('takes whole runs away, with the folders of days on which nothing is left', () => {
  const clock = { time: Date.parse('2026-01-10T12:00:00Z') };
  const backups = backupsAt(undefined, { clock });
  const first = sealedRun(backups);
  clock.time += 86_400_000;
  const [second, third] = [sealedRun(backups), sealedRun(backups)];
  const pinned = pinRun(opened(backups.state.folder, 'mark'), second);
  expect([pinned, pinRun(backups.state, second)]).toEqual([true, false]);
  expect(prune(backups, rules()).map(({ run }) => run.id)).toEqual([first.id]);
  expect(backups.allRuns().map(({ id }) => id)).toEqual([second.id, third.id]);
  expect(readdirSync(join(backups.state.folder, `clusters/${CLUSTER}/runs/2026/01`))).toEqual(['11']);
  expect([unpinRun(backups.state, second), unpinRun(backups.state, second)]).toEqual([true, false]);
  expect(prune(backups, rules()).map(({ run }) => run.id)).toEqual([second.id]);
});

test('what a crash left of an earlier time goes, and one that is pinned at the last moment stays', () => {
  const path = freshPath();
  const backups = backupsAt(path);
  const [first] = [sealedRun(backups), sealedRun(backups)];
  const trash = join(path, `clusters/${CLUSTER}/.trash-x`);
  mkdirSync(trash, { mode: 0o700 });
  const late: typeof backups = {
    ...backups,
    runIn(cluster, id) {
      pinRun(backups.state, first);
      return backups.runIn(cluster, id);
    },
  };
  expect(prune(late, rules())).toEqual([]);
  expect(existsSync(trash)).toBe(false);
  expect(backups.findRun(first.id).verify()).toMatchObject({ sealed: true, bad: [] });
});

test('an open run is never pruned', () => {
  const backups = backupsAt();
  openRun(backups);
  sealedRun(backups);
  expect(prune(backups, rules({ keepLast: 0 })).length).toBe(1);
  expect(backups.allRuns()).toHaveLength(1);
});
