import { expect, test } from 'vitest';
import type { Api } from '../../../../src/cluster/api/client.ts';
import type { Reply } from '../../../../src/cluster/api/reply.ts';
import { createResources } from '../../../../src/cluster/resources.ts';
import { createReader } from '../../../../src/remedy/live/api-reader.ts';
import type { Reader } from '../../../../src/remedy/live/reader.ts';

const { signal } = new AbortController();
const ok = (body: unknown): Reply => ({
  state: 'ok',
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  servedAt: null,
});
const FORBIDDEN: Reply = { state: 'forbidden', reason: 'forbidden' };
const DISCOVERY = ok({
  resources: [
    { name: 'pods', kind: 'Pod', namespaced: true },
    { name: 'secrets', kind: 'Secret', namespaced: true },
    { name: 'nodes', kind: 'Node', namespaced: false },
  ],
});

interface Asked {
  readonly path: string;
  readonly accept: string | undefined;
}

function reading(replies: Readonly<Record<string, Reply>>): {
  readonly reader: Reader;
  readonly asked: readonly Asked[];
} {
  const asked: Asked[] = [];
  const api: Api = {
    async get(path, _, accept) {
      if (path === '/api/v1') return DISCOVERY;
      asked.push({ path, accept });
      return replies[path] ?? { state: 'absent', reason: 'not served' };
    },
  };
  return { reader: createReader(api, createResources(api, signal), signal), asked };
}

const POD = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', uid: 'u1' }, spec: { nodeName: 'a' } };
const ONE = '/api/v1/namespaces/shop/pods/web';
const LIST = '/api/v1/namespaces/shop/pods?limit=500';

test('an object is found whole, missing, or unreadable: never taken for another', async () => {
  expect(await reading({ [ONE]: ok(POD) }).reader.get('Pod', 'shop', 'web')).toEqual({ state: 'found', object: POD });
  expect(await reading({}).reader.get('Pod', 'shop', 'web')).toEqual({ state: 'missing' });
  expect(await reading({ [ONE]: FORBIDDEN }).reader.get('Pod', 'shop', 'web')).toEqual({
    state: 'unreadable',
    reason: 'forbidden',
  });
  for (const body of ['', '{', '[]', { kind: 'Status' }, { ...POD, metadata: {} }]) {
    expect(await reading({ [ONE]: ok(body) }).reader.get('Pod', 'shop', 'web')).toMatchObject({ state: 'unreadable' });
  }
});

test('a read never names a version: then no cache may answer it', async () => {
  const { reader, asked } = reading({ [ONE]: ok(POD), [LIST]: ok({ items: [] }) });
  await reader.get('Pod', 'shop', 'web');
  await reader.list('Pod', 'shop');
  expect(asked.map(({ path }) => path)).toEqual([ONE, LIST]);
});

test('of a Secret only its metadata is asked for', async () => {
  const { reader, asked } = reading({});
  await reader.get('Secret', 'shop', 'token');
  await reader.list('Secret', 'shop');
  await reader.get('Pod', 'shop', 'web');
  expect(asked.map(({ accept }) => accept)).toEqual([
    'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1',
    'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
    undefined,
  ]);
});

test('a metadata-only object is called by the kind that was asked for', async () => {
  const partial = { apiVersion: 'meta.k8s.io/v1', kind: 'PartialObjectMetadata', metadata: { name: 'token' } };
  const { reader } = reading({ '/api/v1/namespaces/shop/secrets/token': ok(partial) });
  expect(await reader.get('Secret', 'shop', 'token')).toMatchObject({ object: { apiVersion: 'v1', kind: 'Secret' } });
});

test('a list is read to its last page, and its items get their kind', async () => {
  const item = (name: string) => ({ metadata: { name } });
  const { reader, asked } = reading({
    [`${LIST}&labelSelector=app%3Dweb%2Ctier`]: ok({ metadata: { continue: 'a&b' }, items: [item('web-1')] }),
    [`${LIST}&labelSelector=app%3Dweb%2Ctier&continue=a%26b`]: ok({
      metadata: { continue: '' },
      items: [item('web-2')],
    }),
  });
  expect(await reader.list('Pod', 'shop', 'app=web,tier')).toEqual({
    state: 'listed',
    objects: ['web-1', 'web-2'].map((name) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name } })),
  });
  expect(asked).toHaveLength(2);
});

test('half a list is none', async () => {
  const { reader } = reading({
    [LIST]: ok({ metadata: { continue: 'more' }, items: [{ metadata: { name: 'web-1' } }] }),
    [`${LIST}&continue=more`]: { state: 'expired', reason: 'the list can no longer be continued' },
  });
  expect(await reader.list('Pod', 'shop')).toEqual({
    state: 'unreadable',
    reason: 'the list can no longer be continued',
  });
});

test('a list of nothing, of null, of what is not served, and one that cannot be read', async () => {
  expect(await reading({ [LIST]: ok({ items: null }) }).reader.list('Pod', 'shop')).toEqual({
    state: 'listed',
    objects: [],
  });
  const none = await reading({}).reader.listAny({ apiVersion: 'v1', kind: 'Unknown' }, null);
  expect(none).toEqual({ state: 'listed', objects: [] });
  expect(await reading({ [LIST]: FORBIDDEN }).reader.list('Pod', 'shop')).toMatchObject({ state: 'unreadable' });
  expect(await reading({ [LIST]: ok({ items: [{}] }) }).reader.list('Pod', 'shop')).toMatchObject({
    state: 'unreadable',
  });
});

test('what has no namespace is read in none, and all namespaces are one list', async () => {
  const { reader, asked } = reading({});
  await reader.get('Node', null, 'worker-1');
  await reader.list('Pod', null);
  expect(asked.map(({ path }) => path)).toEqual(['/api/v1/nodes/worker-1', '/api/v1/pods?limit=500']);
});
