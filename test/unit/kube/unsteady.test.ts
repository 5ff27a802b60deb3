import { expect, test } from 'vitest';
import type { Pod } from '../../../src/kube/object.ts';
import { unplaced, unsteady } from '../../../src/kube/suspects.ts';

const RUNNING: NonNullable<Pod['status']> = {
  phase: 'Running',
  conditions: [{ type: 'Ready', status: 'False' }],
  containerStatuses: [{ state: { running: {} }, restartCount: 0 }],
};

function pod(name: string, status: Pod['status'], deletionTimestamp?: string): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }) },
    ...(status === undefined ? {} : { status }),
  };
}

const named = (pods: ReadonlySet<Pod>) => [...pods].map(({ metadata }) => metadata.name);

test('a pod is steady that runs, and of which its status tells nothing else', () => {
  const pods = [
    pod('runs', RUNNING),
    pod('unknown', undefined),
    pod('failed', { ...RUNNING, phase: 'Failed' }),
    pod('reason', { ...RUNNING, reason: 'NodeLost' }),
    pod('condition', { ...RUNNING, conditions: [{ type: 'PodResizePending', status: 'True' }] }),
    pod('restarted', { ...RUNNING, containerStatuses: [{ state: { running: {} }, restartCount: 1 }] }),
    pod('ended', { ...RUNNING, containerStatuses: [{ state: { terminated: { exitCode: 1 } } }] }),
    pod('leaving', RUNNING, '2026-01-10T12:00:00Z'),
  ];
  expect(named(unsteady({ all: () => pods }))).toEqual(pods.slice(1).map(({ metadata }) => metadata.name));
});

test('a pod waits for a node while it is pending without one, and is meant to stay', () => {
  const pending = { phase: 'Pending' };
  const placed: Pod = { ...pod('placed', pending), spec: { nodeName: 'worker-1' } };
  const pods = [pod('waits', pending), placed, pod('leaving', pending, '2026-01-10T12:00:00Z'), pod('runs', RUNNING)];
  expect(named(unplaced({ all: () => pods }))).toEqual(['waits']);
});
