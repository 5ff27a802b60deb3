import { describe, expect, test } from 'vitest';
import { CHECKS } from '../../../src/checks/index.ts';
import { diagnose } from '../../../src/diagnose/diagnose.ts';
import { snapshotOf } from '../../support/fixture.ts';

const BEGAN = '2026-01-10T11:40:00Z';

function settings(changedAt: string, createdAt = '2026-01-01T00:00:00Z') {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: 'shop', uid: 'settings', creationTimestamp: createdAt },
    changedAt,
  };
}

/** A pod of which one container crashes, and a sidecar runs. */
function pod(crashing: object, sidecar: object = {}) {
  const terminated = {
    exitCode: 1,
    reason: 'Error',
    startedAt: '2026-01-10T11:58:00Z',
    finishedAt: '2026-01-10T11:58:02Z',
  };
  const waiting = { reason: 'CrashLoopBackOff' };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop', uid: 'web' },
    spec: {
      nodeName: 'worker-1',
      containers: [
        { name: 'web', image: 'web:1', ...crashing },
        { name: 'proxy', image: 'proxy:1', ...sidecar },
      ],
    },
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: BEGAN }],
      containerStatuses: [
        { name: 'web', ready: false, restartCount: 8, state: { waiting }, lastState: { terminated } },
        { name: 'proxy', ready: true, restartCount: 0, state: { running: { startedAt: '2026-01-01T00:00:00Z' } } },
      ],
    },
  };
}

const backOff = {
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'web.1', namespace: 'shop' },
  involvedObject: { kind: 'Pod', namespace: 'shop', name: 'web', uid: 'web', fieldPath: 'spec.containers{web}' },
  type: 'Warning',
  reason: 'BackOff',
  message: 'Back-off restarting failed container web',
  count: 30,
  firstTimestamp: BEGAN,
  lastTimestamp: '2026-01-10T11:59:00Z',
};

const FROM_SETTINGS = { envFrom: [{ configMapRef: { name: 'settings' } }] };

function changeIn(...objects: unknown[]) {
  const snapshot = snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects: [backOff, ...objects] });
  const finding = diagnose(snapshot, CHECKS).findings.find(({ check }) => check === 'pod-crash-loop');
  expect(finding?.since).toBe(BEGAN);
  return finding?.change;
}

describe('what a failing container takes in', () => {
  test('was changed where it was written shortly before', () => {
    expect(changeIn(settings('2026-01-10T11:35:00Z'), pod(FROM_SETTINGS))).toEqual({
      object: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'settings' },
      at: '2026-01-10T11:35:00Z',
      what: 'what it holds was written anew',
      differences: [],
    });
  });

  test.each([
    ['was written after it began', settings('2026-01-10T11:50:00Z'), pod(FROM_SETTINGS)],
    ['was written hours before', settings('2026-01-10T08:00:00Z'), pod(FROM_SETTINGS)],
    ['is as old as its data', settings('2026-01-10T11:35:00Z', '2026-01-10T11:35:00Z'), pod(FROM_SETTINGS)],
    ['is that of the container beside it', settings('2026-01-10T11:35:00Z'), pod({}, FROM_SETTINGS)],
  ])('tells nothing where it %s', (_why, config, crashing) => {
    expect(changeIn(config, crashing)).toBeNull();
  });
});
