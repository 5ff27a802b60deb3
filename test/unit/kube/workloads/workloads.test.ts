import { describe, expect, test } from 'vitest';
import {
  type Deployment,
  desiredReplicas,
  isObserved,
  isRollingOut,
  isSettled,
  newestReplicaSet,
  noneText,
  ordinalOf,
  progressDeadlineSeconds,
  type ReplicaSet,
} from '../../../../src/kube/workloads/workloads.ts';

function deployment(spec: Deployment['spec'], status: Deployment['status'] = {}, metadata: object = {}): Deployment {
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', ...metadata }, spec, status };
}

function replicaSet(name: string, revision: string): ReplicaSet {
  const annotations = { 'deployment.kubernetes.io/revision': revision };
  return { apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name, annotations } };
}

test('one replica is wanted where none is said', () => {
  expect(desiredReplicas(deployment({}))).toBe(1);
  expect(desiredReplicas(deployment({ replicas: 0 }))).toBe(0);
});

test('a spec that the controller has not seen, or that is being deleted, is not settled', () => {
  expect(isObserved(deployment({}, { observedGeneration: 2 }, { generation: 3 }))).toBe(false);
  expect(isObserved(deployment({}, {}))).toBe(true);
  expect(isSettled(deployment({}, { observedGeneration: 3 }, { generation: 3 }))).toBe(true);
  const leaving = { generation: 3, deletionTimestamp: '2026-01-10T12:00:00Z' };
  expect(isSettled(deployment({}, { observedGeneration: 3 }, leaving))).toBe(false);
});

describe('isRollingOut', () => {
  const progressing = (status: string, reason: string) =>
    isRollingOut(deployment({ replicas: 2 }, { conditions: [{ type: 'Progressing', status, reason }] }));

  test('goes by the condition where there is one', () => {
    expect(progressing('True', 'ReplicaSetUpdated')).toBe(true);
    expect(progressing('True', 'NewReplicaSetAvailable')).toBe(false);
    expect(progressing('False', 'ProgressDeadlineExceeded')).toBe(false);
  });

  test('counts pods where a Deployment without a deadline has no such condition', () => {
    expect(isRollingOut(deployment({ replicas: 2 }, { replicas: 3, updatedReplicas: 2 }))).toBe(true);
    expect(isRollingOut(deployment({ replicas: 2 }, { replicas: 2, updatedReplicas: 1 }))).toBe(true);
    expect(isRollingOut(deployment({ replicas: 2 }, { replicas: 2, updatedReplicas: 2 }))).toBe(false);
  });
});

test('the largest deadline means none, and no deadline the default one', () => {
  expect(progressDeadlineSeconds(deployment({}))).toBe(600);
  expect(progressDeadlineSeconds(deployment({ progressDeadlineSeconds: 30 }))).toBe(30);
  expect(progressDeadlineSeconds(deployment({ progressDeadlineSeconds: 2147483647 }))).toBeNull();
});

test('the newest ReplicaSet is that of the highest revision, by number', () => {
  const sets = [replicaSet('old', '9'), replicaSet('new', '10'), replicaSet('older', '8')];
  expect(newestReplicaSet(sets)?.metadata.name).toBe('new');
  expect(newestReplicaSet([])).toBeUndefined();
});

test('the ordinal is the number at the end of the name', () => {
  const named = (name: string) => ordinalOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name } });
  expect(named('db-10')).toBe(10);
  expect(named('db-2024-0')).toBe(0);
  expect(named('db')).toBeUndefined();
});

test('what of a workload that serves nothing exists, in words', () => {
  expect(noneText(3, 3, 'available')).toBe('None of 3 wanted pods is available');
  expect(noneText(3, 1, 'ready')).toBe('None of 3 wanted pods is ready, and only 1 exists');
  expect(noneText(3, 2, 'ready')).toBe('None of 3 wanted pods is ready, and only 2 exist');
  expect(noneText(3, 0, 'ready')).toBe('None of 3 wanted pods exists');
  expect(noneText(1, 1, 'ready')).toBe('The one wanted pod is not ready');
  expect(noneText(1, 0, 'ready')).toBe('The one wanted pod does not exist');
});
