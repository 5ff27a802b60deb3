import { expect, test } from 'vitest';
import { z } from 'zod';
import { type AnyCheck, defineCheck } from '../../../src/checks/define-check.ts';
import { runChecks } from '../../../src/diagnose/run-checks.ts';
import type { Snapshot } from '../../../src/snapshot/snapshot.ts';
import { viewOf } from '../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../support/fixture.ts';

const PODS = ['a', 'b', 'c'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: `in-${name}` },
}));
const SNAPSHOT = snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects: PODS });

/** A check that finds something with every pod that it is shown. */
function findingAll(more: Partial<Pick<AnyCheck, 'among' | 'reads'>>): AnyCheck {
  return defineCheck({
    id: 'seen',
    title: 'Seen',
    severity: 'low',
    level: 'state',
    subject: 'Pod',
    reads: [],
    source: 'https://kubernetes.io/docs/',
    facts: z.object({}),
    message: () => 'seen',
    fixes: () => [],
    *find() {
      yield { cause: '', evidence: [], facts: {} };
    },
    ...more,
  });
}

const onlyB: AnyCheck['among'] = (view) => new Set(view.all('Pod').filter(({ metadata }) => metadata.name === 'b'));
const run = (checks: readonly AnyCheck[], snapshot: Snapshot = SNAPSHOT) => {
  const { judged, skipped, crashed } = runChecks(checks, snapshot, viewOf(snapshot));
  return { judged: judged.map(({ object }) => object.metadata.name), skipped, crashed };
};

test('of the objects of its kind a check is shown those alone that it says are worth a look', () => {
  expect(run([findingAll({})]).judged).toEqual(['a', 'b', 'c']);
  expect(run([findingAll({ among: onlyB })]).judged).toEqual(['b']);
});

test('where a kind was read in part, what could not be judged is told of the others as well', () => {
  const coverage = SNAPSHOT.coverage.map((entry) => (entry.kind === 'Secret' ? { ...entry, except: ['in-c'] } : entry));
  const { judged, skipped } = run([findingAll({ among: onlyB, reads: ['Secret'] })], { ...SNAPSHOT, coverage });
  expect(judged).toEqual(['b']);
  expect(skipped).toEqual([{ check: 'seen', reason: 'may not list secrets in namespace in-c' }]);
});

test('a check that cannot say what is worth a look crashes alone', () => {
  const among = () => {
    throw new Error('no idea');
  };
  const { judged, crashed } = run([findingAll({ among }), findingAll({ among: onlyB })]);
  expect(judged).toEqual(['b']);
  expect(crashed).toMatchObject([{ check: 'seen', reason: 'no idea', object: { name: 'a' } }]);
});
