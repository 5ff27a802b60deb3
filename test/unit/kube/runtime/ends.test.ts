import { describe, expect, test } from 'vitest';
import { containersOf } from '../../../../src/kube/containers.ts';
import type { ContainerStatus, Pod } from '../../../../src/kube/object.ts';
import {
  endEvidence,
  exitText,
  firstLine,
  isLooping,
  isNodeRestart,
  lastEndOf,
  restartsText,
} from '../../../../src/kube/runtime/ends.ts';

const NOW = Date.parse('2026-01-10T12:00:00Z');
const ended = (startedAt: string, finishedAt: string, exitCode = 1) => ({
  terminated: { exitCode, reason: exitCode === 0 ? 'Completed' : 'Error', startedAt, finishedAt },
});

function loops(status: ContainerStatus, restartPolicy = 'Always'): boolean {
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { restartPolicy, containers: [{ name: 'web' }] },
    status: { containerStatuses: [{ name: 'web', ...status }] },
  };
  return containersOf(pod).some((container) => isLooping(container, pod, NOW));
}

describe('lastEndOf', () => {
  test('prefers the end of the run that is just over', () => {
    const end = lastEndOf({
      state: ended('2026-01-10T11:59:00Z', '2026-01-10T11:59:30Z', 3),
      lastState: ended('2026-01-10T11:50:00Z', '2026-01-10T11:50:01Z'),
    });
    expect(end).toMatchObject({ exitCode: 3, ranMs: 30_000, field: 'state.terminated' });
  });

  test('takes 1970 and absent times for unknown', () => {
    const state = { terminated: { exitCode: 128, reason: 'StartError', startedAt: '1970-01-01T00:00:00Z' } };
    expect(lastEndOf({ state })).toMatchObject({ ranMs: null, finishedAt: null, reason: 'StartError' });
  });

  test('is undefined for a container that has never ended', () => {
    expect(lastEndOf({ state: { running: {} }, lastState: {} })).toBeUndefined();
    expect(lastEndOf(undefined)).toBeUndefined();
  });
});

describe('isLooping', () => {
  const recent = ended('2026-01-10T11:50:00Z', '2026-01-10T11:50:03Z');
  const running = { running: { startedAt: '2026-01-10T11:55:03Z' } };

  test('is true in CrashLoopBackOff, and between two crashes', () => {
    expect(loops({ restartCount: 1, state: { waiting: { reason: 'CrashLoopBackOff' } } })).toBe(true);
    expect(loops({ restartCount: 3, state: running, lastState: recent })).toBe(true);
  });

  test('is false after few restarts, after a quarter of an hour, and after a long run', () => {
    expect(loops({ restartCount: 2, state: running, lastState: recent })).toBe(false);
    const old = ended('2026-01-10T11:44:00Z', '2026-01-10T11:45:00Z');
    expect(loops({ restartCount: 9, state: running, lastState: old })).toBe(false);
    const long = ended('2026-01-10T11:40:00Z', '2026-01-10T11:50:00Z');
    expect(loops({ restartCount: 9, state: running, lastState: long })).toBe(false);
  });

  test('is false for one that has done its work and is not started again', () => {
    const done = { restartCount: 3, state: ended('2026-01-10T11:58:00Z', '2026-01-10T11:59:00Z', 0) };
    expect(loops(done, 'OnFailure')).toBe(false);
    expect(loops(done, 'Always')).toBe(true);
  });
});

test('exitText says what an exit code means, or the reason where that says more', () => {
  expect(exitText(1, 'Error')).toBe('exit code 1 (application error)');
  expect(exitText(3, null)).toBe('exit code 3');
  expect(exitText(137, 'OOMKilled')).toBe('exit code 137 (OOMKilled)');
  expect(exitText(135, 'Error')).toBe('exit code 135 (signal 7)');
  expect(exitText(255, 'Error')).toBe('exit code 255');
  expect(exitText(null, null)).toBe('an unknown exit code');
  expect(exitText(null, 'ContainerStatusUnknown')).toBe('reason ContainerStatusUnknown');
});

test('endEvidence names the fields that are there, four at most', () => {
  const [container] = containersOf({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'web' }] },
    status: {
      containerStatuses: [{ name: 'web', restartCount: 2, lastState: { terminated: { reason: 'OOMKilled' } } }],
    },
  });
  expect(container && endEvidence(container)).toEqual([
    { path: 'status.containerStatuses[name=web].lastState.terminated.reason', value: 'OOMKilled' },
    { path: 'status.containerStatuses[name=web].restartCount', value: 2 },
  ]);
});

test('firstLine cuts at the first line that is not empty, and at 200 characters', () => {
  expect(firstLine('\n  no database \nat all')).toBe('no database');
  expect(firstLine(` ${'x'.repeat(300)}`)).toBe(`${'x'.repeat(199)}…`);
  expect([firstLine(''), firstLine(' \n'), firstLine(null), firstLine(undefined)]).toEqual([null, null, null, null]);
});

test('isNodeRestart knows what a reboot leaves behind', () => {
  const end = lastEndOf({ lastState: ended('2026-01-01T00:00:00Z', '2026-01-10T11:00:00Z', 255) });
  expect(end && isNodeRestart(end)).toBe(false);
  expect(end && isNodeRestart({ ...end, reason: 'Unknown' })).toBe(true);
  expect(end && isNodeRestart({ ...end, reason: 'ContainerStatusUnknown' })).toBe(true);
});

test('restartsText counts', () => {
  expect([restartsText(1), restartsText(6)]).toEqual(['1 restart', '6 restarts']);
});
