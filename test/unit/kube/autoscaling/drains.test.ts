import { describe, expect, test } from 'vitest';
import type { Budget } from '../../../../src/kube/autoscaling/budgets.ts';
import { stuckDrain } from '../../../../src/kube/autoscaling/drains.ts';
import type { Node, Pod } from '../../../../src/kube/object.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

const view = viewOf(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects: [] }));

function node(timeAdded: string): Node {
  const taints = [{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded }];
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: 'worker-1' }, spec: { unschedulable: true, taints } };
}

function pod(name: string, kind?: string, annotations: Record<string, string> = {}): Pod {
  const ownerReferences =
    kind === undefined ? [] : [{ apiVersion: 'apps/v1', kind, name: 'web', uid: 'web', controller: true }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', ownerReferences, annotations },
    status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

const strict: Budget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web', namespace: 'shop' },
  status: { disruptionsAllowed: 0 },
};

function drain(pods: readonly Pod[], held: readonly Pod[], since = '2026-01-10T11:00:00Z') {
  const byPod = new Map(held.map((one) => [one, [strict]]));
  const stuck = stuckDrain(node(since), byPod, { age: (time) => view.age(time), podsOn: () => pods });
  return stuck && [stuck.blocked.length, stuck.unmanaged.length];
}

describe('a drain', () => {
  const web = pod('web-1', 'ReplicaSet');
  const left = [pod('proxy', 'DaemonSet'), pod('etcd', undefined, { 'kubernetes.io/config.mirror': 'x' })];

  test('is stuck where all that is left cannot be evicted', () => {
    expect(drain([web, ...left], [web])).toEqual([1, 0]);
    expect(drain([pod('debug'), ...left], [])).toEqual([0, 1]);
  });

  test('gets on, or is none, where another pod is left, nothing is, or it has just begun', () => {
    expect(drain([web, pod('api-1', 'ReplicaSet')], [web])).toBeUndefined();
    expect(drain(left, [])).toBeUndefined();
    expect(drain([web], [web], '2026-01-10T11:55:00Z')).toBeUndefined();
  });
});
