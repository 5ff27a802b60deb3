import { describe, expect, test } from 'vitest';
import type { Facts } from '../../../src/doctor/facts.ts';
import type { Area, Line, Status } from '../../../src/doctor/line.ts';
import { linesOf } from '../../../src/doctor/lines.ts';
import { outcomeOf } from '../../../src/doctor/outcome.ts';
import { DEAD_CLUSTER, HEALTHY, NO_CLUSTER, NOW, RIGHTS } from './sample.ts';

const AREAS: readonly Area[] = ['cluster', 'permissions', 'model', 'machine', 'docker', 'proxy', 'terminal'];

describe('all lines', () => {
  test('begin with the cluster, each with a name of its own, and nothing to mend where all is well', () => {
    const lines = linesOf(HEALTHY, NOW);
    expect([...new Set(lines.map(({ area }) => area))]).toEqual(AREAS);
    expect(lines.filter(({ status }) => status === 'warn' || status === 'fail')).toEqual([]);
    expect(lines.filter(({ mend }) => mend !== null)).toEqual([]);
    expect(new Set(lines.map(({ area, name }) => `${area}/${name}`)).size).toBe(lines.length);
    expect(lines.length).toBe(32);
  });

  test.each(AREAS)('say so where nothing is known of %s', (area) => {
    const only = (lines: readonly Line[]) => lines.filter((line) => line.area === area);
    const status = area === 'cluster' ? 'fail' : 'warn';
    const late: Facts = { ...HEALTHY, [area]: { state: 'late', seconds: 9 } };
    expect(only(linesOf(late, NOW))).toEqual([
      { area, name: 'all', status, seen: 'not known: nothing came back within 9 s', mend: expect.any(String) },
    ]);
    const failed: Facts = { ...HEALTHY, [area]: { state: 'failed', reason: 'no idea' } };
    expect(only(linesOf(failed, NOW))).toMatchObject([{ status, seen: 'not known: no idea' }]);
    expect(linesOf(late, NOW).length).toBeGreaterThan(20);
  });

  test('say one thing to do wherever something is to be done', () => {
    const bad: Facts = { ...HEALTHY, cluster: { state: 'known', facts: DEAD_CLUSTER } };
    const without = linesOf(bad, NOW).filter(({ status, mend }) => ['warn', 'fail'].includes(status) && mend === null);
    expect(without).toEqual([]);
  });
});

describe('the outcome', () => {
  const line = (area: Area, status: Status): Line => ({ area, name: 'x', status, seen: '', mend: null });
  test.each([
    [[], 'healthy'],
    [[line('cluster', 'ok'), line('model', 'warn'), line('docker', 'skip')], 'healthy'],
    [[line('cluster', 'warn'), line('permissions', 'warn')], 'healthy'],
    [[line('model', 'fail')], 'failing'],
    [[line('cluster', 'fail')], 'cluster-unreadable'],
    [[line('permissions', 'fail')], 'cluster-unreadable'],
    [[line('proxy', 'fail'), line('cluster', 'fail')], 'cluster-unreadable'],
  ] as const)('%#', (lines, outcome) => {
    expect(outcomeOf(lines)).toBe(outcome);
  });

  test.each([
    ['healthy', HEALTHY, 'healthy'],
    ['no cluster', { ...HEALTHY, cluster: { state: 'known', facts: NO_CLUSTER } }, 'cluster-unreadable'],
    ['a cluster that is late', { ...HEALTHY, cluster: { state: 'late', seconds: 9 } }, 'cluster-unreadable'],
    [
      'rights that cannot be asked for',
      {
        ...HEALTHY,
        permissions: { state: 'known', facts: { ...RIGHTS, permissions: { state: 'unknown', reason: '' } } },
      },
      'healthy',
    ],
    ['a docker that is late', { ...HEALTHY, docker: { state: 'late', seconds: 9 } }, 'healthy'],
  ] as const satisfies readonly (readonly [string, Facts, string])[])('of facts: %s', (_case, facts, outcome) => {
    expect(outcomeOf(linesOf(facts, NOW))).toBe(outcome);
  });
});
