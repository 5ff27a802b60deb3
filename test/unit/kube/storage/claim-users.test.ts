import { expect, test } from 'vitest';
import type { ObjectOf, Pod } from '../../../../src/kube/object.ts';
import { growthOf, roomierSize } from '../../../../src/kube/storage/claim-growth.ts';
import { isWritten, mountOf } from '../../../../src/kube/storage/claim-users.ts';

type Claim = ObjectOf<'PersistentVolumeClaim'>;

const claim: Claim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace: 'shop' },
  spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'fast', resources: { requests: { storage: '10Gi' } } },
  status: { capacity: { storage: '10Gi' } },
};

function pod(readOnly: boolean, claimName = 'data'): Pod {
  const mounts = [{ name: 'data', mountPath: '/data' }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'shop' },
    spec: {
      containers: [{ name: 'sidecar' }, { name: 'web', volumeMounts: mounts }],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName, readOnly } }],
    },
  };
}

test('a claim is written to unless every pod, or its only mode, forbids that', () => {
  expect(isWritten(claim, [])).toBe(true);
  expect(isWritten(claim, [pod(true)])).toBe(false);
  expect(isWritten(claim, [pod(true), pod(false)])).toBe(true);
  expect(isWritten({ ...claim, spec: { accessModes: ['ReadOnlyMany'] } }, [pod(false)])).toBe(false);
  expect(isWritten({ ...claim, spec: { accessModes: ['ReadWriteOnce', 'ReadOnlyMany'] } }, [])).toBe(true);
});

test('a container that mounts the claim is where to look', () => {
  expect(mountOf(claim, pod(false))).toEqual({ pod: 'web', container: 'web', path: '/data' });
  expect(mountOf(claim, pod(false, 'other'))).toBeUndefined();
  expect(mountOf(claim, undefined)).toBeUndefined();
});

test('whether it may grow is up to its class', () => {
  const classes = (allowVolumeExpansion?: boolean) => ({
    get: () => {
      const object = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'fast' } };
      return { state: 'found', object: { ...object, allowVolumeExpansion } };
    },
  });
  const unverified = { get: () => ({ state: 'unverified' }) };
  expect(growthOf(claim, classes(true))).toBe('allowed');
  expect(growthOf(claim, classes(false))).toBe('refused');
  expect(growthOf(claim, classes())).toBe('refused');
  expect(growthOf(claim, unverified)).toBe('unknown');
  expect(growthOf({ ...claim, spec: { ...claim.spec, storageClassName: '' } }, unverified)).toBe('refused');
  expect(growthOf({ ...claim, status: { capacity: { storage: '5Gi' } } }, classes(true))).toBe('under-way');
});

test('half as much again is a round number', () => {
  const sized = (storage: string): string => roomierSize({ ...claim, status: { capacity: { storage } } });
  expect([sized('10Gi'), sized('5Gi'), sized('100Mi'), sized('8589934593')]).toEqual(['15Gi', '8Gi', '150Mi', '13Gi']);
});
