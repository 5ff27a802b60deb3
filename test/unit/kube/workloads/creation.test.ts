import { describe, expect, test } from 'vitest';
import { missingPods } from '../../../../src/kube/workloads/creation.ts';

const of = (kind: string, spec: object, status: object, metadata: object = {}) =>
  missingPods({ apiVersion: 'v1', kind, metadata: { name: 'x', ...metadata }, spec, status });

describe('missingPods', () => {
  test('of a ReplicaSet: one is wanted where it does not say', () => {
    expect(of('ReplicaSet', {}, {})).toBe(1);
    expect(of('ReplicaSet', { replicas: 3 }, { replicas: 1 })).toBe(2);
    expect(of('StatefulSet', { replicas: 0 }, {})).toBe(0);
    expect(of('ReplicaSet', { replicas: 1 }, { replicas: 3 })).toBe(0);
  });

  test('of a DaemonSet: nodes without a pod', () => {
    expect(of('DaemonSet', {}, { desiredNumberScheduled: 5, currentNumberScheduled: 3 })).toBe(2);
    expect(of('DaemonSet', {}, {})).toBe(0);
  });

  test('of a Job: what is left to do at once', () => {
    expect(of('Job', { parallelism: 3, completions: 10 }, { succeeded: 8, active: 1 })).toBe(1);
    expect(of('Job', { parallelism: 2 }, { succeeded: 1 })).toBe(0);
    expect(of('Job', { parallelism: 2 }, { active: 1 })).toBe(1);
    expect(of('Job', { suspend: true }, {})).toBe(0);
    expect(of('Job', {}, { conditions: [{ type: 'FailureTarget', status: 'True' }] })).toBe(0);
  });

  test('of what is being deleted: none', () => {
    expect(of('ReplicaSet', { replicas: 3 }, {}, { deletionTimestamp: '2026-01-10T12:00:00Z' })).toBe(0);
  });
});
