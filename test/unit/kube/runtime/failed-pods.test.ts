import { describe, expect, test } from 'vitest';
import type { ContainerStatus, Pod } from '../../../../src/kube/object.ts';
import {
  failedAt,
  failureOf,
  isWorthTelling,
  lastFailureOf,
  parseEviction,
  pressureOf,
} from '../../../../src/kube/runtime/failed-pods.ts';

const NOW = Date.parse('2026-01-10T12:00:00Z');
const failed = (name: string, exitCode: number, finishedAt = '2026-01-10T11:00:00Z'): ContainerStatus => ({
  name,
  state: { terminated: { exitCode, reason: 'Error', finishedAt } },
});

function pod(
  parts: Partial<Pod>,
  statuses: readonly ContainerStatus[] = [],
  sidecars: readonly ContainerStatus[] = [],
): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'load' },
    spec: {
      containers: statuses.map(({ name }) => ({ name })),
      initContainers: sidecars.map(({ name }) => ({ name, restartPolicy: 'Always' })),
    },
    status: { phase: 'Failed', containerStatuses: statuses, initContainerStatuses: sidecars },
    ...parts,
  };
}

describe('failureOf', () => {
  test('names the container that failed, not one that ended well', () => {
    expect(failureOf(pod({}, [failed('ok', 0), failed('main', 4)]))).toMatchObject({
      container: 'main',
      path: 'status.containerStatuses[name=main].state.terminated.exitCode',
    });
  });

  test('takes a sidecar, which is killed at the end, only for want of another', () => {
    expect(failureOf(pod({}, [failed('main', 4)], [failed('proxy', 137)]))?.container).toBe('main');
    expect(failureOf(pod({}, [failed('main', 0)], [failed('proxy', 137)]))?.container).toBe('proxy');
  });

  test('is undefined of a pod without statuses', () => {
    expect(failureOf(pod({}))).toBeUndefined();
  });

  test('lastFailureOf takes the latest of several pods', () => {
    const pods = [pod({}, [failed('a', 1, '2026-01-10T11:30:00Z')]), pod({}, [failed('b', 2)]), pod({})];
    expect(lastFailureOf(pods)?.container).toBe('a');
    expect(lastFailureOf([])).toBeUndefined();
  });
});

test('failedAt goes by the disruption, then by readiness, then by the container', () => {
  const ready = { type: 'Ready', status: 'False', lastTransitionTime: '2026-01-10T10:00:00Z' };
  const disrupted = { type: 'DisruptionTarget', status: 'True', lastTransitionTime: '2026-01-10T09:00:00Z' };
  expect(failedAt(pod({ status: { conditions: [ready, disrupted] } }))).toBe('2026-01-10T09:00:00Z');
  expect(failedAt(pod({ status: { conditions: [ready] } }))).toBe('2026-01-10T10:00:00Z');
  expect(failedAt(pod({}, [failed('main', 1)]))).toBe('2026-01-10T11:00:00Z');
  expect(failedAt(pod({}))).toBeNull();
});

describe('isWorthTelling', () => {
  const at = (lastTransitionTime: string) => ({ conditions: [{ type: 'Ready', status: 'False', lastTransitionTime }] });
  const owned = {
    name: 'web',
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', controller: true }],
  };

  test('is a day for a pod that was replaced', () => {
    expect(isWorthTelling(pod({ metadata: owned, status: at('2026-01-09T13:00:00Z') }), NOW)).toBe(true);
    expect(isWorthTelling(pod({ metadata: owned, status: at('2026-01-09T11:00:00Z') }), NOW)).toBe(false);
  });

  test('is three days for a one-shot pod, and for ever for one that should run on', () => {
    const once = { restartPolicy: 'Never' };
    expect(isWorthTelling(pod({ spec: once, status: at('2026-01-07T13:00:00Z') }), NOW)).toBe(true);
    expect(isWorthTelling(pod({ spec: once, status: at('2026-01-07T11:00:00Z') }), NOW)).toBe(false);
    expect(isWorthTelling(pod({ status: at('2025-01-07T11:00:00Z') }), NOW)).toBe(true);
  });
});

// The formats of pkg/kubelet/eviction/helpers.go.
test.each([
  [
    'The node was low on resource: memory. Threshold quantity: 100Mi, available: 51Mi. ',
    'node',
    'memory',
    'MemoryPressure',
  ],
  ['The node was low on resource: ephemeral-storage. ', 'node', 'ephemeral-storage', 'DiskPressure'],
  ['The node was low on resource: inodes. ', 'node', 'inodes', 'DiskPressure'],
  ['The node was low on resource: pids. ', 'node', 'pids', 'PIDPressure'],
  ['The node had condition: [DiskPressure]. ', 'node', 'DiskPressure', 'DiskPressure'],
  ['Usage of EmptyDir volume "scratch" exceeds the limit "2Mi". ', 'limit', 'volume scratch', undefined],
  ['Container api exceeded its local ephemeral storage limit "1Gi". ', 'limit', 'container api', undefined],
  ['Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ', 'limit', 'pod', undefined],
])('parseEviction reads: %s', (message, by, what, pressure) => {
  expect(parseEviction(message)).toEqual({ by, what });
  expect(pressureOf(what)).toBe(pressure);
});

test('parseEviction says nothing of another text', () => {
  expect(parseEviction('')).toBeUndefined();
});
