import { describe, expect, test } from 'vitest';
import { blamedPool } from '../../../../src/kube/autoscaling/node-pools.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

function pool(name: string, limits: object, resources: object) {
  return {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name },
    spec: { limits },
    status: { resources },
  };
}

function said(message: string) {
  const involvedObject = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web', uid: 'web' };
  const metadata = { name: 'web.1', namespace: 'shop' };
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata,
    involvedObject,
    type: 'Warning',
    reason: 'FailedScheduling',
    message,
  };
}

const waiting = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop', uid: 'web' } };
const full = pool('full', { cpu: '8' }, { cpu: '7800m' });
const open = pool('open', { cpu: '100' }, { cpu: '8' });

function blamed(...objects: readonly object[]) {
  const view = viewOf(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects: [waiting, ...objects] }));
  const [pod] = view.all('Pod');
  return pod === undefined ? undefined : blamedPool(pod, view);
}

describe('the pool that gives a pod no node', () => {
  test.each([
    'Failed to schedule pod, all available instance types exceed limits for nodepool: "full"; incompatible with nodepool "gpu"',
    'Failed to schedule pod, all available instance types exceed limits for nodepool (NodePool=full)',
    'Failed to schedule pod, all available instance types exceed limits for nodepool, NodePool={"name":"full"}',
  ])('is the one that Karpenter names: %s', (message) => {
    const found = blamed(full, open, said(message));
    expect(found?.pool.metadata.name).toBe('full');
    expect(found?.limits).toEqual([{ resource: 'cpu', used: '7.8', limit: '8' }]);
    expect(found?.event?.message).toBe(message);
  });

  test('is one that is full where all are, and none where another may grow', () => {
    expect(blamed(full)?.pool.metadata.name).toBe('full');
    expect(blamed(full, open)).toBeUndefined();
    expect(blamed(open)).toBeUndefined();
  });

  test('is one whose machines have not come for long', () => {
    const claim = (lastTransitionTime: string, status = 'False') => ({
      apiVersion: 'karpenter.sh/v1',
      kind: 'NodeClaim',
      metadata: { name: 'open-x', labels: { 'karpenter.sh/nodepool': 'open' } },
      status: { conditions: [{ type: 'Launched', status, message: 'VcpuLimitExceeded', lastTransitionTime }] },
    });
    expect(blamed(open, claim('2026-01-10T11:30:00Z'))).toMatchObject({
      limits: [],
      launch: { says: 'VcpuLimitExceeded' },
    });
    expect(blamed(open, claim('2026-01-10T11:55:00Z'))).toBeUndefined();
    expect(blamed(open, claim('2026-01-10T11:30:00Z', 'True'))).toBeUndefined();
  });
});
