import { expect, test } from 'vitest';
import type { KubeEvent, Node, ObjectOf, Pod } from '../../../../src/kube/object.ts';
import { volumeUsers, waitingElsewhere } from '../../../../src/kube/storage/attachments.ts';
import type { Claim } from '../../../../src/kube/storage/claims.ts';
import { isAbsentDriver } from '../../../../src/kube/storage/drivers.ts';
import { lostHosts } from '../../../../src/kube/storage/lost-hosts.ts';
import { pendingByClass } from '../../../../src/kube/storage/pending-claims.ts';
import { resizeOf, sizesOf } from '../../../../src/kube/storage/resize.ts';
import { snapshotOfContent, snapshotState } from '../../../../src/kube/storage/snapshots.ts';
import { sourceOf } from '../../../../src/kube/storage/sources.ts';
import { defaultClasses, type Volume } from '../../../../src/kube/storage/volumes.ts';

function claim(spec: Claim['spec'], status: Claim['status'] = { phase: 'Bound' }, name = 'data'): Claim {
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name, namespace: 'shop' }, spec, status };
}

function volume(spec: Volume['spec']): Volume {
  return { apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'vol' }, spec };
}

function pod(name: string, nodeName: string, claimName: string, startTime = '2026-01-10T11:00:00Z'): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop' },
    spec: { nodeName, volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }] },
    status: { phase: 'Pending', startTime },
  };
}

test('an error comes before what is under way, and what cannot be done before all', () => {
  const condition = (type: string, message = '') => ({ type, status: 'True', message });
  const told = (status: Claim['status']) => resizeOf(claim({}, status))?.obstacle;
  expect(told({ conditions: [condition('Resizing'), condition('NodeResizeError')] })).toBe('refused');
  expect(told({ conditions: [condition('Resizing')] })).toBe('storage');
  expect(told({ conditions: [condition('Resizing'), condition('FileSystemResizePending')] })).toBe('file-system');
  expect(told({ allocatedResourceStatuses: { storage: 'ControllerResizeInfeasible' } })).toBe('refused');
  expect(told({ allocatedResourceStatuses: { storage: 'NodeResizePending' } })).toBeUndefined();
  expect(told({ conditions: [{ type: 'Resizing', status: 'False' }] })).toBeUndefined();
});

test('compares sizes in bytes', () => {
  const sizes = sizesOf(claim({ resources: { requests: { storage: '1Gi' } } }, { capacity: { storage: '1024Mi' } }));
  expect(sizes).toEqual({ wanted: 2 ** 30, has: 2 ** 30 });
  expect(sizesOf(claim(undefined, undefined))).toEqual({ wanted: 0, has: 0 });
});

test('knows the sources that Kubernetes itself knows', () => {
  const snapshot = { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'nightly' };
  expect(sourceOf(claim({ dataSource: snapshot }))).toMatchObject({ kind: 'VolumeSnapshot', namespace: 'shop' });
  expect(sourceOf(claim({ dataSourceRef: { ...snapshot, namespace: 'other' } }))).toMatchObject({
    namespace: 'other',
    path: 'spec.dataSourceRef',
  });
  expect(sourceOf(claim({ dataSource: { kind: 'PersistentVolumeClaim', name: 'gold' } }))?.name).toBe('gold');
  expect(
    sourceOf(claim({ dataSource: { apiGroup: 'example.com', kind: 'VolumeSnapshot', name: 'x' } })),
  ).toBeUndefined();
  expect(sourceOf(claim({}))).toBeUndefined();
});

test('reads what a snapshot says of itself', () => {
  const snapshot = (status: ObjectOf<'VolumeSnapshot'>['status']) =>
    snapshotState({ apiVersion: 'x', kind: 'VolumeSnapshot', metadata: { name: 'a' }, status });
  expect(snapshot({ readyToUse: true })).toEqual({ isReady: true, error: null, errorTime: null });
  expect(snapshot({ error: { message: ' no\n room ', time: 'T' } })).toEqual({
    isReady: false,
    error: 'no room',
    errorTime: 'T',
  });
  expect(snapshot({ error: {} }).error).toBe('no reason given');
  expect(snapshot(undefined).isReady).toBe(false);
});

test('finds the snapshot of a content', () => {
  const content = (volumeSnapshotRef: { [key: string]: string }) =>
    snapshotOfContent({ apiVersion: 'x', kind: 'y', metadata: { name: 'a' }, spec: { volumeSnapshotRef } });
  expect(content({ namespace: 'shop', name: 'nightly' })).toEqual({ namespace: 'shop', name: 'nightly' });
  expect(content({ name: 'nightly' })).toBeUndefined();
});

test('a volume is lost where every node that it names is gone', () => {
  const on = (key: string, ...values: string[]) =>
    volume({
      nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator: 'In', values }] }] } },
    });
  const nodes: readonly Node[] = [
    { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a', labels: { 'kubernetes.io/hostname': 'a' } } },
  ];
  expect(lostHosts(on('kubernetes.io/hostname', 'c', 'b'), nodes)).toEqual(['b', 'c']);
  expect(lostHosts(on('topology.hostpath.csi/node', 'b'), nodes)).toEqual(['b']);
  expect(lostHosts(on('kubernetes.io/hostname', 'b', 'a'), nodes)).toBeUndefined();
  expect(lostHosts(on('topology.kubernetes.io/zone', 'z'), nodes)).toBeUndefined();
  expect(lostHosts(on('kubernetes.io/hostname', 'b'), [])).toBeUndefined();
  expect(lostHosts(volume({}), nodes)).toBeUndefined();
});

interface Installed {
  readonly driver?: 'found' | 'missing' | 'unverified';
  readonly onNode?: string;
  readonly speaker?: string;
  readonly covered?: boolean;
}

function installed({ driver = 'missing', onNode = 'other', speaker = '', covered = true }: Installed) {
  const csiNodes: ObjectOf<'CSINode'>[] = [
    {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'CSINode',
      metadata: { name: 'n' },
      spec: { drivers: [{ name: onNode }] },
    },
  ];
  const events: KubeEvent[] = [
    { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e' }, source: { component: speaker } },
  ];
  function all(kind: 'CSINode'): typeof csiNodes;
  function all(kind: 'Event'): typeof events;
  function all(kind: 'CSINode' | 'Event'): typeof csiNodes | typeof events {
    return kind === 'CSINode' ? csiNodes : events;
  }
  const view = { all, covers: () => covered, get: () => ({ state: driver }) };
  return { ...view, shared: <T>(derive: (events: typeof view) => T) => derive(view) };
}

test.each<[string, Installed, boolean]>([
  ['ebs.csi.example.com', {}, true],
  ['csi.example.com', {}, true],
  ['driver.longhorn.io', {}, true],
  ['ebs.csi.example.com', { driver: 'found' }, false],
  ['ebs.csi.example.com', { driver: 'unverified' }, false],
  ['ebs.csi.example.com', { covered: false }, false],
  ['ebs.csi.example.com', { onNode: 'ebs.csi.example.com' }, false],
  ['ebs.csi.example.com', { speaker: 'ebs.csi.example.com_controller-0_77' }, false],
  ['csi.example.com/local', {}, false],
  ['rancher.io/local-path', {}, false],
  ['kubernetes.io/aws-ebs', {}, false],
  ['example.com/csillery', {}, false],
])('%s with %j is absent: %s', (provisioner, facts, absent) => {
  expect(isAbsentDriver(provisioner, installed(facts))).toBe(absent);
});

test('the newest default class comes first, then the first by name', () => {
  const storageClass = (name: string, creationTimestamp: string, isDefault = 'true') => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name, creationTimestamp, annotations: { 'storageclass.kubernetes.io/is-default-class': isDefault } },
  });
  const all = () => [
    storageClass('old', '2026-01-01T00:00:00Z'),
    storageClass('b', '2026-01-02T00:00:00Z'),
    storageClass('a', '2026-01-02T00:00:00Z'),
    storageClass('newest', '2026-01-03T00:00:00Z', 'false'),
  ];
  expect(defaultClasses({ all }).map(({ metadata }) => metadata.name)).toEqual(['a', 'b', 'old']);
});

test('of pending claims those count that somebody wants', () => {
  const asked = claim({ storageClassName: 'fast' }, { phase: 'Pending' }, 'asked');
  const claims = [
    claim({ storageClassName: 'fast' }, { phase: 'Pending' }, 'unused'),
    claim({ storageClassName: 'fast' }, { phase: 'Bound' }, 'bound'),
    claim({ storageClassName: 'fast' }, { phase: 'Pending' }, 'awaited'),
    {
      ...asked,
      metadata: {
        ...asked.metadata,
        annotations: { 'volume.kubernetes.io/storage-provisioner': 'ebs.csi.example.com' },
      },
    },
  ];
  const pods = [pod('web', '', 'awaited')];
  function all(kind: 'PersistentVolumeClaim'): typeof claims;
  function all(kind: 'Pod'): typeof pods;
  function all(kind: 'PersistentVolumeClaim' | 'Pod'): typeof claims | typeof pods {
    return kind === 'Pod' ? pods : claims;
  }
  const view = { all, shared: <T>(derive: (pods: { all: typeof all }) => T) => derive({ all }) };
  expect(
    pendingByClass(view)
      .get('fast')
      ?.map(({ metadata }) => metadata.name),
  ).toEqual(['awaited', 'asked']);
});

test('finds who uses a volume, and who waits for it elsewhere', () => {
  const pods = [pod('there', 'a', 'data'), pod('waits', 'b', 'data'), pod('late', 'b', 'data', '2026-01-10T11:59:00Z')];
  const view = {
    all: () => pods,
    age: (time: string | null | undefined) => Date.parse('2026-01-10T12:00:00Z') - Date.parse(time ?? ''),
    get: () => ({ state: 'found' as const, object: volume({ claimRef: { namespace: 'shop', name: 'data' } }) }),
    shared: <T>(derive: (all: { all: () => Pod[] }) => T) => derive({ all: () => pods }),
  };
  const users = volumeUsers('vol', view);
  expect(users.map(({ metadata }) => metadata.name)).toEqual(['there', 'waits', 'late']);
  expect(waitingElsewhere(users, 'a', 360_000, view).map(({ metadata }) => metadata.name)).toEqual(['waits']);
});
