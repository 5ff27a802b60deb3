import { describe, expect, test } from 'vitest';
import { exhaustion } from '../../../../src/kube/autoscaling/capacity.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

const node = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'worker-1' },
  status: { allocatable: { cpu: '4', pods: '110' } },
};

function pod(name: string, cpu: string, placed: boolean, owner?: string) {
  const unscheduled = {
    phase: 'Pending',
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message: '0/1 nodes are available: 1 Insufficient cpu.',
        lastTransitionTime: '2026-01-10T11:00:00Z',
      },
    ],
  };
  const ownerReferences = [{ apiVersion: 'apps/v1', kind: owner, name: 'agent', uid: 'agent', controller: true }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', ...(owner === undefined ? {} : { ownerReferences }) },
    spec: {
      ...(placed ? { nodeName: 'worker-1' } : {}),
      containers: [{ name: 'app', resources: { requests: { cpu } } }],
    },
    status: placed ? { phase: 'Running' } : unscheduled,
  };
}

function exhausted(...objects: readonly object[]) {
  const view = viewOf(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects: [node, ...objects] }));
  return [...exhaustion(view)].map(([one, { resource }]) => `${one.metadata.name} ${resource}`);
}

describe('a resource that has run out', () => {
  test('is one of which nearly all is requested while several wait for it', () => {
    expect(exhausted(pod('busy', '3800m', true), pod('a', '1', false), pod('b', '500m', false))).toEqual([
      'a cpu',
      'b cpu',
    ]);
  });

  test('has not run out where one workload waits, or where a good deal is left', () => {
    expect(exhausted(pod('busy', '3800m', true), pod('a', '1', false))).toEqual([]);
    expect(exhausted(pod('busy', '3500m', true), pod('a', '1', false), pod('b', '1', false))).toEqual([]);
  });

  test('is not told by pods that only one node may run', () => {
    expect(exhausted(pod('busy', '3800m', true), pod('a', '1', false), pod('b', '1', false, 'DaemonSet'))).toEqual([]);
  });
});
