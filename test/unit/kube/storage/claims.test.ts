import { expect, test } from 'vitest';
import type { Pod } from '../../../../src/kube/object.ts';
import {
  type Claim,
  claimStates,
  claimsOf,
  claimText,
  classOf,
  waitingPods,
  waitingSince,
} from '../../../../src/kube/storage/claims.ts';

function claim(phase: string, more: Partial<Claim['metadata']> = {}, storageClassName?: string): Claim {
  const metadata = { name: 'data', namespace: 'shop', ...more };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: { storageClassName }, status: { phase } };
}

const pod: Pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'db-0', namespace: 'shop' },
  spec: {
    volumes: [
      { name: 'data', persistentVolumeClaim: { claimName: 'data' } },
      { name: 'scratch', ephemeral: { volumeClaimTemplate: {} } },
      { name: 'tmp', emptyDir: {} },
    ],
  },
  status: { phase: 'Pending' },
};

test('finds the claims of a pod, those that are made for it too', () => {
  expect(claimsOf(pod).map(({ name, ephemeral }) => [name, ephemeral])).toEqual([
    ['data', false],
    ['db-0-scratch', true],
  ]);
  expect(claimsOf({ ...pod, spec: {} })).toEqual([]);
});

test('the old annotation names the class before the field', () => {
  const old = { annotations: { 'volume.beta.kubernetes.io/storage-class': 'old' } };
  expect(classOf(claim('Pending', old, 'new'))).toBe('old');
  expect(classOf(claim('Pending', {}, ''))).toBe('');
  expect(classOf(claim('Pending'))).toBeUndefined();
});

test('looks up how the claims stand', () => {
  const states = (data: Claim | 'missing' | 'unverified') =>
    claimStates(pod, {
      get: (_kind, _namespace, name) => {
        if (name !== 'data') return { state: 'missing' };
        return typeof data === 'string' ? { state: data } : { state: 'found', object: data };
      },
    });
  const selected = { annotations: { 'volume.kubernetes.io/selected-node': 'n1' } };
  expect(states(claim('Bound'))).toEqual({ unbound: [], provisioning: false, unverified: false });
  expect(states(claim('Pending'))).toMatchObject({ unbound: [{ kind: 'PersistentVolumeClaim' }], provisioning: false });
  expect(states(claim('Pending', selected)).provisioning).toBe(true);
  expect(states(claim('Bound', selected)).provisioning).toBe(false);
  expect(states('missing')).toEqual({ unbound: [], provisioning: false, unverified: false });
  expect(states('unverified').unverified).toBe(true);
  expect(states(claim('Bound', { deletionTimestamp: '2026-01-10T11:59:00Z' })).unbound).toHaveLength(1);
});

test('says how a claim without a volume stands', () => {
  expect(claimText(claim('Pending'))).toBe('has no volume');
  expect(claimText(claim('Lost'))).toBe('has lost its volume');
  expect(claimText(claim('Bound', { deletionTimestamp: '2026-01-10T11:59:00Z' }))).toBe('is being deleted');
});

test('indexes the pods that wait for a claim', () => {
  const placed: Pod = { ...pod, spec: { ...pod.spec, nodeName: 'n1' } };
  const gone: Pod = { ...pod, metadata: { ...pod.metadata, deletionTimestamp: '2026-01-10T11:59:00Z' } };
  expect([...waitingPods({ all: () => [pod, placed, gone] })]).toEqual([
    ['shop/data', [pod]],
    ['shop/db-0-scratch', [pod]],
  ]);
});

test('knows since when pods wait for nothing but their volume', () => {
  const since = (creationTimestamp: string | undefined, message?: string): Pod => {
    const conditions = message === undefined ? [] : [{ type: 'PodScheduled', status: 'False', message }];
    return { ...pod, metadata: { ...pod.metadata, creationTimestamp }, status: { phase: 'Pending', conditions } };
  };
  const bindingFailed = 'running PreBind plugin "VolumeBinding": binding volumes: context deadline exceeded';
  expect(waitingSince([since('2026-01-10T11:00:00Z'), since('2026-01-10T11:10:00Z', bindingFailed)])).toBe(
    '2026-01-10T11:10:00Z',
  );
  expect(waitingSince([since('2026-01-10T11:00:00Z', '0/1 nodes are available: 1 Insufficient cpu.')])).toBeNull();
  expect(waitingSince([since(undefined)])).toBeNull();
  expect(waitingSince([])).toBeNull();
});
