import { expect, test } from 'vitest';
import { hasWorkedSince, leaderOf } from '../../../../src/kube/leases/leaders.ts';
import type { Lease } from '../../../../src/kube/leases/renewals.ts';
import type { Pod } from '../../../../src/kube/object.ts';

function pod(name: string, more: Partial<Pod> = {}): Pod {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'shop' }, ...more };
}

function view(...pods: Pod[]) {
  return {
    all: () => pods,
    get: (_kind: 'Pod', namespace: string, name: string) => {
      const object = pods.find(({ metadata }) => metadata.name === name && metadata.namespace === namespace);
      return object === undefined ? { state: 'missing' as const } : { state: 'found' as const, object };
    },
  };
}

function lease(namespace: string, name: string, holderIdentity?: string): Lease {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace },
    spec: { holderIdentity },
  };
}

test('knows the core components by name, and all others by their pod', () => {
  const cluster = view(pod('operator-1'), pod('done', { status: { phase: 'Failed' } }));
  expect(leaderOf(lease('kube-system', 'kube-scheduler', 'cp-1_7'), cluster)).toEqual({ role: 'core' });
  expect(leaderOf(lease('shop', 'kube-scheduler', 'cp-1_7'), cluster)).toBeUndefined();
  expect(leaderOf(lease('shop', 'operator', 'operator-1_0c9-1'), cluster)).toMatchObject({ role: 'controller' });
  expect(leaderOf(lease('shop', 'operator', 'operator-1'), cluster)).toMatchObject({ role: 'controller' });
});

test('knows no holder that is gone, has ended, or is a node', () => {
  const cluster = view(pod('done', { status: { phase: 'Failed' } }), {
    ...pod('worker-1'),
    metadata: { name: 'worker-1', namespace: 'kube-node-lease' },
  });
  for (const holder of [undefined, '', 'gone_1', 'done_1']) {
    expect(leaderOf(lease('shop', 'operator', holder), cluster)).toBeUndefined();
  }
  expect(leaderOf(lease('kube-node-lease', 'worker-1', 'worker-1'), cluster)).toBeUndefined();
});

test('what was placed or made well after the last renewal shows that the component works', () => {
  const placed = (lastTransitionTime: string) =>
    view(pod('a', { status: { conditions: [{ type: 'PodScheduled', status: 'True', lastTransitionTime }] } }));
  const made = (creationTimestamp: string, kind = 'ReplicaSet') =>
    view(
      pod('a', {
        metadata: { name: 'a', creationTimestamp, ownerReferences: [{ kind, name: 'web', controller: true }] },
      }),
    );
  const renewed = '2026-01-10T11:00:00Z';
  expect(hasWorkedSince('kube-scheduler', renewed, placed('2026-01-10T11:03:00Z'))).toBe(true);
  expect(hasWorkedSince('kube-scheduler', renewed, placed('2026-01-10T11:01:00Z'))).toBe(false);
  expect(hasWorkedSince('kube-scheduler', renewed, made('2026-01-10T11:03:00Z'))).toBe(false);
  expect(hasWorkedSince('kube-controller-manager', renewed, made('2026-01-10T11:03:00Z'))).toBe(true);
  expect(hasWorkedSince('kube-controller-manager', renewed, made('2026-01-10T11:01:00Z'))).toBe(false);
  expect(hasWorkedSince('kube-controller-manager', renewed, made('2026-01-10T11:03:00Z', 'SomethingElse'))).toBe(false);
});
