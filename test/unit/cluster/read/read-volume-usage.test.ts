import { expect, test } from 'vitest';
import type { Snapshot } from '../../../../src/snapshot/snapshot.ts';
import { type FakeObject, startFakeApi } from '../../../support/fake-api/fake-api.ts';
import { type Fault, forbidden, hang, status, text } from '../../../support/fake-api/faults.ts';
import { object } from '../../../support/fake-api/objects.ts';
import { snapshotFrom } from '../../../support/fake-api/snapshot-of.ts';

function pod(path: string, nodeName: string, claimName: string, phase = 'Running'): FakeObject {
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName } }];
  return object('Pod', path, { spec: { nodeName, containers: [], volumes }, status: { phase } });
}

function volume(claim: string, usedBytes: number, more: object = {}): object {
  const [namespace, name] = claim.split('/');
  const numbers = { capacityBytes: 1000, usedBytes, availableBytes: 1000 - usedBytes, inodes: 0 };
  return { time: '2026-01-10T11:59:30Z', name: 'data', pvcRef: { name, namespace }, ...numbers, ...more };
}

/** What a kubelet answers, the parts that are not read included. */
function summary(node: string, ...volumes: readonly object[]): Fault {
  const podRef = { name: 'db', namespace: 'shop', uid: 'uid' };
  const stats = {
    podRef,
    containers: [{ name: 'db', cpu: {} }],
    volume: [{ name: 'tmp', capacityBytes: 5 }, ...volumes],
  };
  const body = JSON.stringify({ node: { nodeName: node }, pods: [stats, { podRef }] });
  return text(pathOf(node), 200, 'application/json', body);
}

const pathOf = (node: string): string => `/api/v1/nodes/${node}/proxy/stats/summary`;

async function read(objects: readonly FakeObject[], faults: readonly Fault[], more = {}, connectOptions = {}) {
  const api = await startFakeApi({ objects, faults });
  const kinds = ['Pod', 'VolumeUsage'] as const;
  const snapshot = await snapshotFrom({ server: api.url }, { kinds, ...more }, connectOptions);
  const asked = api.requests.map(({ path }) => path).filter((path) => path.includes('/proxy/'));
  return { snapshot, asked: asked.sort(), ...volumesOf(snapshot) };
}

function volumesOf(snapshot: Snapshot) {
  const usages = snapshot.objects.VolumeUsage ?? [];
  return {
    usages: usages.map(({ metadata, node, usedBytes }) => `${metadata.name} ${node} ${usedBytes}`),
    coverage: snapshot.coverage.find(({ kind }) => kind === 'VolumeUsage'),
  };
}

test('each node with a running pod of a claim is asked once, and what is no claim is dropped', async () => {
  const objects = [
    pod('shop/db', 'one', 'data'),
    pod('shop/web', 'one', 'logs'),
    pod('shop/ended', 'two', 'data', 'Succeeded'),
    object('Pod', 'shop/without', { spec: { nodeName: 'three' }, status: { phase: 'Running' } }),
  ];
  const faults = [summary('one', volume('shop/data', 900), volume('shop/logs', 100), volume('other/data', 990))];
  const { snapshot, asked, usages, coverage } = await read(objects, faults);
  expect(asked).toEqual([pathOf('one')]);
  expect(usages).toEqual(['data one 900', 'logs one 100']);
  expect(coverage).toMatchObject({ state: 'listed', reason: null });
  expect(snapshot.objects.VolumeUsage?.[0]).toEqual({
    apiVersion: 'mekhanikube.io/v1',
    kind: 'VolumeUsage',
    metadata: { name: 'data', namespace: 'shop' },
    node: 'one',
    pod: 'db',
    time: '2026-01-10T11:59:30Z',
    capacityBytes: 1000,
    usedBytes: 900,
    availableBytes: 100,
    inodes: 0,
  });
});

test('of a claim that several nodes mount, the fullest is kept', async () => {
  const objects = [pod('shop/a', 'one', 'data'), pod('shop/b', 'two', 'data'), pod('shop/c', 'three', 'data')];
  const faults = [
    summary('one', volume('shop/data', 80)),
    summary('two', volume('shop/data', 900)),
    summary('three', volume('shop/data', 500)),
  ];
  expect((await read(objects, faults)).usages).toEqual(['data two 900']);
});

test('claims of namespaces that are not asked for are left out', async () => {
  const objects = [object('Namespace', 'shop'), pod('shop/a', 'one', 'data'), pod('other/b', 'one', 'data')];
  const faults = [summary('one', volume('shop/data', 80), volume('other/data', 900))];
  expect((await read(objects, faults, { namespaces: ['shop'] })).usages).toEqual(['data one 80']);
});

test('the claim of an ephemeral volume is one as well', async () => {
  const spec = { nodeName: 'one', containers: [], volumes: [{ name: 'scratch', ephemeral: {} }] };
  const objects = [object('Pod', 'shop/web', { spec, status: { phase: 'Running' } })];
  const faults = [summary('one', volume('shop/web-scratch', 700))];
  expect((await read(objects, faults)).usages).toEqual(['web-scratch one 700']);
});

test('without the right to nodes/proxy it is forbidden, and not every node is asked for that', async () => {
  const objects = Array.from({ length: 40 }, (_, index) => pod(`shop/db-${index}`, `node-${index}`, 'data'));
  const { usages, coverage, asked } = await read(objects, [forbidden(/\/proxy\//)]);
  expect(usages).toEqual([]);
  expect(coverage).toMatchObject({ state: 'forbidden', reason: 'may not get nodes/proxy' });
  expect(asked.length).toBeLessThanOrEqual(16);
});

test('a node that does not answer is named, and the others are read', async () => {
  const objects = [pod('shop/a', 'one', 'data'), pod('shop/b', 'two', 'logs'), pod('shop/c', 'three', 'logs')];
  const faults = [
    summary('one', volume('shop/data', 900)),
    status(pathOf('two'), 503, 'error trying to reach service: dial tcp: i/o timeout'),
    hang(pathOf('three')),
  ];
  const { usages, coverage } = await read(objects, faults, {}, { requestTimeoutMs: 1_000 });
  expect(usages).toEqual(['data one 900']);
  expect(coverage).toMatchObject({
    state: 'listed',
    reason: 'node three: no answer within 1 s and node two: answered 503',
  });
});

test('a node whose volumes tell nothing was read, whatever became of another', async () => {
  const objects = [pod('shop/a', 'one', 'data'), pod('shop/b', 'two', 'logs')];
  const { usages, coverage } = await read(objects, [summary('one'), status(pathOf('two'), 503, 'oh')]);
  expect(usages).toEqual([]);
  expect(coverage).toMatchObject({ state: 'listed', reason: 'node two: answered 503' });
});

test.each([
  ['answers otherwise', text(/\/proxy\//, 200, 'text/html', '<html>'), 'answered something else than a summary'],
  ['fails', status(/\/proxy\//, 500, 'oh'), 'answered 500'],
])('where every node %s, it is failed', async (_, fault, reason) => {
  const { coverage } = await read([pod('shop/a', 'one', 'data')], [fault]);
  expect(coverage).toMatchObject({ state: 'failed', reason: `node one: ${reason}` });
});

test('where no pod can be listed, nobody is asked, and that is told', async () => {
  const nodes = object('Node', 'one');
  const { coverage, asked } = await read([nodes], [forbidden(/\/pods$/)], { kinds: ['Node', 'Pod', 'VolumeUsage'] });
  expect(asked).toEqual([]);
  expect(coverage).toMatchObject({ state: 'failed', reason: 'without the pods, nobody knows which nodes to ask' });
});

test('a claim that nobody mounts costs no request', async () => {
  const { coverage, asked } = await read([object('Pod', 'shop/web')], []);
  expect(asked).toEqual([]);
  expect(coverage).toMatchObject({ state: 'listed', reason: null });
});
