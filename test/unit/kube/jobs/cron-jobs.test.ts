import { describe, expect, test } from 'vitest';
import { parseSchedule } from '../../../../src/kube/jobs/cron.ts';
import {
  failedStreak,
  fellDue,
  firstMissed,
  liveScheduleOf,
  timestampOf,
} from '../../../../src/kube/jobs/cron-jobs.ts';
import type { ObjectOf } from '../../../../src/kube/object.ts';

const NOW = Date.parse('2026-01-10T12:00:00Z');

function cronJob(
  spec: ObjectOf<'CronJob'>['spec'],
  last?: string,
  created = '2025-12-01T00:00:00Z',
): ObjectOf<'CronJob'> {
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'report', creationTimestamp: created },
    spec,
    status: { lastScheduleTime: last },
  };
}

function missed(...args: Parameters<typeof cronJob>): string | undefined {
  const ms = firstMissed(cronJob(...args), NOW);
  return ms === undefined ? undefined : timestampOf(ms);
}

describe('firstMissed', () => {
  test('counts from the last start, or from the creation', () => {
    expect(missed({ schedule: '0 4 * * *' }, '2026-01-08T04:00:00Z')).toBe('2026-01-09T04:00:00Z');
    expect(missed({ schedule: '0 4 * * *' }, undefined, '2026-01-10T03:00:00Z')).toBe('2026-01-10T04:00:00Z');
    expect(missed({ schedule: '0 4 * * *' }, undefined, '2026-01-10T05:00:00Z')).toBeUndefined();
  });

  test('allows for two minutes and for the deadline', () => {
    expect(missed({ schedule: '59 * * * *' }, '2026-01-10T10:59:00Z')).toBeUndefined();
    expect(missed({ schedule: '57 * * * *' }, '2026-01-10T10:57:00Z')).toBe('2026-01-10T11:57:00Z');
    expect(missed({ schedule: '57 * * * *', startingDeadlineSeconds: 60 }, '2026-01-10T10:57:00Z')).toBeUndefined();
  });

  test('is more patient after a start that the schedule does not know', () => {
    expect(missed({ schedule: '0 5 * * *' }, '2026-01-10T04:00:00Z')).toBeUndefined();
    expect(missed({ schedule: '0 5 * * *' }, '2026-01-08T04:00:00Z')).toBe('2026-01-09T05:00:00Z');
  });

  test('says nothing of a suspended one, of a schedule that it cannot read, or without any time', () => {
    expect(missed({ schedule: '0 4 * * *', suspend: true }, '2026-01-08T04:00:00Z')).toBeUndefined();
    expect(missed({ schedule: 'often' }, '2026-01-08T04:00:00Z')).toBeUndefined();
    const bare = { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'report' } };
    expect(firstMissed({ ...bare, spec: { schedule: '0 4 * * *' } }, NOW)).toBeUndefined();
    expect(firstMissed(bare, NOW)).toBeUndefined();
  });
});

test('liveScheduleOf is undefined of a CronJob that is being deleted', () => {
  const one = cronJob({ schedule: '@daily' });
  expect(liveScheduleOf(one)).toBeDefined();
  expect(
    liveScheduleOf({ ...one, metadata: { ...one.metadata, deletionTimestamp: '2026-01-10T11:00:00Z' } }),
  ).toBeUndefined();
});

test('fellDue counts the times of a schedule in a span', () => {
  const hourly = parseSchedule('@hourly', undefined);
  const from = Date.parse('2026-01-10T10:00:00Z');
  expect(hourly && fellDue(hourly, 2, from, NOW)).toBe(true);
  expect(hourly && fellDue(hourly, 3, from, NOW)).toBe(false);
  const never = parseSchedule('0 0 30 2 *', undefined);
  expect(never && fellDue(never, 1, from, NOW)).toBe(false);
});

test('failedStreak gives the failed runs since the last good one, newest first', () => {
  const job = (name: string, type: string, creationTimestamp: string): ObjectOf<'Job'> => ({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, creationTimestamp },
    status: { conditions: [{ type, status: 'True' }] },
  });
  const runs = [
    job('a', 'Failed', '2026-01-10T08:00:00Z'),
    job('b', 'Complete', '2026-01-10T09:00:00Z'),
    job('c', 'Failed', '2026-01-10T10:00:00Z'),
    job('d', 'Failed', '2026-01-10T11:00:00Z'),
    job('e', 'Suspended', '2026-01-10T11:30:00Z'),
  ];
  expect(failedStreak(runs).map((run) => run.metadata.name)).toEqual(['d', 'c']);
  expect(failedStreak(runs.slice(0, 2))).toEqual([]);
});
