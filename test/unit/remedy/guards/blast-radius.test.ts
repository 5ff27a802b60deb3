import { expect, test } from 'vitest';
import { blastRadius } from '../../../../src/remedy/guards/blast-radius.ts';
import type { BlastRadiusFacts } from '../../../../src/remedy/guards/facts.ts';
import { SAFE_DEFAULTS } from '../../../../src/remedy/guards/settings.ts';
import { named, type Write } from '../../../../src/remedy/write.ts';
import { judge, reasonOf, WEB } from './known-facts.ts';

const limited = (limits: Partial<BlastRadiusFacts['limits']>, facts: Partial<BlastRadiusFacts>) =>
  judge(blastRadius, 'blastRadius', { ...facts, limits: { ...SAFE_DEFAULTS.blastRadius, ...limits } });

test('more targets in trouble than the brake allows stop everything', () => {
  const targets = (inTrouble: number) => ({ targets: { covered: 100, inTrouble, changing: 1 } });
  expect(limited({ stormThreshold: 5 }, targets(5)).allows).toBe(true);
  expect(limited({ stormThreshold: 5 }, targets(6))).toMatchObject({
    id: 'Storm',
    reason: '6 targets are in trouble at once, more than stormThreshold 5',
  });
});

test('targets at the same time, by number and by share; one is always within the share', () => {
  const changing = (count: number, covered: number) => ({ targets: { covered, inTrouble: 0, changing: count } });
  expect(limited({ maxTargets: 2 }, changing(2, 100)).allows).toBe(true);
  expect(limited({ maxTargets: 2 }, changing(3, 100)).allows).toBe(false);
  expect(limited({ maxTargetsPercent: 20 }, changing(2, 14)).allows).toBe(true);
  expect(reasonOf(limited({ maxTargetsPercent: 20 }, changing(3, 14)))).toBe(
    '3 targets of 14 would be changed at the same time, and maxTargetsPercent 20 allows 2',
  );
  expect(limited({ maxTargetsPercent: 20 }, changing(1, 1)).allows).toBe(true);
});

test('pods that are stopped', () => {
  expect(limited({ maxPodsDisrupted: 10 }, { effects: { podsDisrupted: 10 } }).allows).toBe(true);
  expect(limited({ maxPodsDisrupted: 10 }, { effects: { podsDisrupted: 11 } }).allows).toBe(false);
  expect(limited({ maxPodsDisrupted: null }, { effects: { podsDisrupted: 999 } }).allows).toBe(true);
});

test('pods that stay ready, where ready ones are lost', () => {
  const workload = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'shop', name: 'db' };
  const loss = (wanted: number, ready: number, lost: number) =>
    limited({ minHealthyPercent: 60 }, { losses: [{ workload, wanted, ready, lost }] });
  expect(loss(5, 4, 1).allows).toBe(true);
  expect(reasonOf(loss(5, 3, 1))).toBe(
    'StatefulSet shop/db would have 2 of 5 wanted pods ready meanwhile, and minHealthyPercent is 60',
  );
  expect(loss(5, 0, 0).allows).toBe(true);
});

test('replicas, by number and by factor; fewer are never too many', () => {
  const scaled = (from: number, to: number) => ({ effects: { podsDisrupted: 0, replicas: { from, to } } });
  const limits = { maxReplicas: 10, maxReplicaFactor: 2 };
  expect(limited(limits, scaled(4, 8)).allows).toBe(true);
  expect(limited(limits, scaled(4, 9)).allows).toBe(false);
  expect(limited(limits, scaled(0, 2)).allows).toBe(true);
  expect(limited(limits, scaled(0, 3)).allows).toBe(false);
  expect(limited(limits, scaled(20, 12)).allows).toBe(true);
  expect(reasonOf(limited(limits, scaled(8, 11)))).toBe('replicas would go from 8 to 11, and maxReplicas is 10');
});

test('the factor of a resource, and one that is no number', () => {
  const grown = (resourceFactor: number) => limited({}, { effects: { podsDisrupted: 0, resourceFactor } });
  expect(grown(2).allows).toBe(true);
  expect(grown(2.01).allows).toBe(false);
  expect(grown(Number.NaN).allows).toBe(false);
});

test('memory of one container, where it grows', () => {
  const write = (memory: string): Write => {
    const path = ['spec', 'template', 'spec', 'containers', named('web'), 'resources', 'limits', 'memory'];
    return { verb: 'patch', before: WEB, edits: [{ path, value: memory }] };
  };
  expect(limited({}, { writes: [write('4Gi')] }).allows).toBe(true);
  expect(reasonOf(limited({}, { writes: [write('5Gi')] }))).toBe(
    'a container would get 5Gi of memory, and maxMemory is 4Gi',
  );
  const big = {
    ...WEB,
    spec: { template: { spec: { containers: [{ name: 'web', resources: { limits: { memory: '8Gi' } } }] } } },
  };
  expect(limited({}, { writes: [{ ...write('5Gi'), before: big } as Write] }).allows).toBe(true);
});

test('a change that nobody can work out is too much memory', () => {
  const path = ['spec', 'template', 'spec', 'containers', named('gone'), 'image'];
  const write: Write = { verb: 'patch', before: WEB, edits: [{ path, value: 'x' }] };
  expect(limited({}, { writes: [write] }).allows).toBe(false);
});
