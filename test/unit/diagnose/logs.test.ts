import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { fixtures, snapshotOf } from '../../support/fixture.ts';

const TELL_LOGS = [
  'cronjob-failing',
  'job-failed',
  'job-retrying',
  'pod-crash-loop',
  'pod-failed',
  'pod-init-failing',
  'pod-not-ready',
];

const logged = fixtures().filter(
  ({ check, objects, expect: expected }) =>
    TELL_LOGS.includes(check) && expected.length > 0 && objects.some(({ kind }) => kind === 'ContainerLog'),
);

describe.each(logged)('$name', ({ check, snapshot, objects }) => {
  // Alone: with others it may be folded under its cause.
  const own = CHECKS.filter(({ id }) => id === check);
  const withLogs = diagnose(snapshot, own).findings;
  const silent = objects.filter(({ kind }) => kind !== 'ContainerLog');
  const without = diagnose(snapshotOf({ takenAt: snapshot.takenAt, objects: silent }), own).findings;

  test('tells what was written, and remains the same finding without', () => {
    expect(withLogs.length).toBeGreaterThan(0);
    expect(withLogs.map(({ message }) => message).join('\n')).toContain('it last wrote');
    expect(without.map(({ message }) => message).join('\n')).not.toContain('wrote');
    // What a log explains by another of these findings stands under that.
    expect(without.map(({ id }) => id)).toEqual(expect.arrayContaining(withLogs.map(({ id }) => id)));
  });
});

test('each of these checks has such a case', () => {
  expect([...new Set(logged.map(({ check }) => check))].sort()).toEqual(TELL_LOGS);
});
