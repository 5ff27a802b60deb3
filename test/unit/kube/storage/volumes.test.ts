import { expect, test } from 'vitest';
import type { Claim } from '../../../../src/kube/storage/claims.ts';
import {
  hasFittingVolume,
  isDefaultClass,
  misfitsOf,
  type Volume,
  volumesByClass,
} from '../../../../src/kube/storage/volumes.ts';

function claim(spec: Claim['spec'] = {}): Claim {
  const metadata = { name: 'data', namespace: 'shop' };
  const asked = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } }, ...spec };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: asked, status: { phase: 'Pending' } };
}

function volume(spec: Volume['spec'] = {}, phase = 'Available', more: Partial<Volume['metadata']> = {}): Volume {
  const has = { accessModes: ['ReadWriteOnce', 'ReadWriteMany'], capacity: { storage: '10Gi' }, ...spec };
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'vol', ...more },
    spec: has,
    status: { phase },
  };
}

test('a volume that has all that is asked for fits', () => {
  expect(misfitsOf(volume(), claim())).toEqual([]);
  expect(misfitsOf(volume({ claimRef: { namespace: 'shop', name: 'data' } }, 'Bound'), claim())).toEqual([]);
});

test.each([
  [volume({ capacity: { storage: '1Gi' } }), claim(), ['has 1Gi, less than 10Gi']],
  [volume({ accessModes: ['ReadOnlyMany'] }), claim(), ['is not ReadWriteOnce']],
  [volume({ volumeMode: 'Block' }), claim(), ['has volumeMode Block, not Filesystem']],
  [volume(), claim({ volumeMode: 'Block' }), ['has volumeMode Filesystem, not Block']],
  [volume({ claimRef: { namespace: 'shop', name: 'other' } }), claim(), ['belongs to claim shop/other']],
  [volume({}, 'Released'), claim(), ['is Released']],
  [volume({}, 'Available', { deletionTimestamp: '2026-01-10T11:59:00Z' }), claim(), ['is being deleted']],
  [
    volume(),
    claim({ selector: { matchLabels: { tier: 'fast' } } }),
    ["does not have the labels of the claim's selector"],
  ],
])('%# says why it does not fit', (offered, asked, misfits) => {
  expect(misfitsOf(offered, asked)).toEqual(misfits);
});

test('finds a fitting volume of the same class', () => {
  const byClass = volumesByClass({ all: () => [volume({ storageClassName: 'manual' }), volume()] });
  expect([...byClass.keys()]).toEqual(['manual', '']);
  expect(hasFittingVolume(claim({ storageClassName: 'manual' }), byClass)).toBe(true);
  expect(hasFittingVolume(claim({ storageClassName: 'other' }), byClass)).toBe(false);
  expect(hasFittingVolume(claim(), byClass)).toBe(true);
});

test('knows a default class by either annotation', () => {
  const of = (annotations?: Record<string, string>) => {
    return isDefaultClass({
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
      metadata: { name: 'gp3', annotations },
    });
  };
  expect(of({ 'storageclass.kubernetes.io/is-default-class': 'true' })).toBe(true);
  expect(of({ 'storageclass.beta.kubernetes.io/is-default-class': 'true' })).toBe(true);
  expect(of({ 'storageclass.kubernetes.io/is-default-class': 'false' })).toBe(false);
  expect(of()).toBe(false);
});
