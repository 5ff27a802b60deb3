import { describe, expect, test } from 'vitest';
import type { FoundResource, Resources } from '../../../../src/cluster/resources.ts';
import { createWriter, FIELD_MANAGER, type WriteRequest } from '../../../../src/cluster/write/writer.ts';
import { type Server, serving, type Turn } from './server.ts';

const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'shop', name: 'web' };
const pod = { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web/1' };
const web = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' } };
const patch: WriteRequest = { verb: 'patch', ref, operations: [{ op: 'replace', path: '/spec/replicas', value: 3 }] };
const busy = { status: 429, body: { kind: 'Status', message: 'too busy' } };

const served: Resources = {
  find: async (_, kind) => ({
    state: 'found',
    resource: { group: '', name: `${kind.toLowerCase()}s`, namespaced: kind !== 'Node', subresources: [] },
  }),
};

interface Written {
  readonly server: Server;
  readonly slept: readonly number[];
  readonly outcome: Awaited<ReturnType<ReturnType<typeof createWriter>['write']>>;
}

async function written(
  request: WriteRequest,
  turns: readonly Turn[],
  { dryRun = false, deadlineMs = 60_000, canRenew = false, resources = served } = {},
): Promise<Written> {
  const server = await serving(turns, { canRenew });
  const slept: number[] = [];
  const waiting = {
    sleep: async (ms: number) => void slept.push(ms),
    now: () => slept.reduce((sum, ms) => sum + ms, 0),
  };
  const writer = createWriter(server.endpoint, resources, new AbortController().signal, waiting);
  return { server, slept, outcome: await writer.write(request, { dryRun, deadlineMs }) };
}

test('of a Secret nothing but metadata comes back, whatever the server answers', async () => {
  const [about, data] = [{ apiVersion: 'v1', kind: 'Secret' }, { data: { pw: 'c2VjcmV0' } }];
  const secret: WriteRequest = { ...patch, ref: { ...about, namespace: 'shop', name: 'login' } };
  const metadata = { name: 'login', labels: { a: 'b' } };
  const { outcome } = await written(secret, [{ status: 200, body: { ...about, metadata, ...data } }]);
  expect(outcome).toEqual({ state: 'done', object: { ...about, metadata } });
});

describe('what is sent', () => {
  const sent = async (request: WriteRequest, dryRun: boolean) =>
    (await written(request, [{ status: 200, body: web }], { dryRun })).server.came;

  test.each([
    [false, `fieldManager=${FIELD_MANAGER}`],
    [true, `fieldManager=${FIELD_MANAGER}&dryRun=All`],
  ])('a patch, with dry run %s', async (dryRun, query) => {
    expect(await sent(patch, dryRun)).toEqual([
      {
        method: 'PATCH',
        url: `/apis/apps/v1/namespaces/shop/deployments/web?${query}`,
        contentType: 'application/json-patch+json',
        body: patch.verb === 'patch' ? patch.operations : null,
      },
    ]);
    expect((await sent({ ...patch, subresource: 'resize' }, dryRun))[0]?.url).toBe(
      `/apis/apps/v1/namespaces/shop/deployments/web/resize?${query}`,
    );
    expect(await sent({ verb: 'create', manifest: web }, dryRun)).toEqual([
      {
        method: 'POST',
        url: `/apis/apps/v1/namespaces/shop/deployments?${query}`,
        contentType: 'application/json',
        body: web,
      },
    ]);
  });

  test('a deletion and an eviction are tried only where that is asked for, and hold their object', async () => {
    const remove: WriteRequest = {
      verb: 'delete',
      ref,
      uid: 'u1',
      resourceVersion: '7',
      propagation: 'Orphan',
      graceSeconds: 0,
    };
    const options = { apiVersion: 'v1', kind: 'DeleteOptions' };
    const preconditions = { uid: 'u1', resourceVersion: '7' };
    for (const [dryRun, dry] of [
      [false, {}],
      [true, { dryRun: ['All'] }],
    ] as const) {
      expect(await sent(remove, dryRun)).toMatchObject([
        {
          method: 'DELETE',
          url: '/apis/apps/v1/namespaces/shop/deployments/web',
          body: { ...options, preconditions, gracePeriodSeconds: 0, propagationPolicy: 'Orphan', ...dry },
        },
      ]);
      const [eviction] = await sent({ verb: 'evict', ref: pod, uid: 'u2' }, dryRun);
      expect(eviction).toEqual({
        method: 'POST',
        url: '/api/v1/namespaces/shop/pods/web%2F1/eviction',
        contentType: 'application/json',
        body: {
          apiVersion: 'policy/v1',
          kind: 'Eviction',
          metadata: { name: 'web/1', namespace: 'shop' },
          deleteOptions: { ...options, preconditions: { uid: 'u2' }, ...dry },
        },
      });
    }
  });
});

test('what may have arrived is never sent again', async () => {
  for (const turn of ['hang-up', { status: 500 }, { status: 504 }] as const) {
    const { server, outcome } = await written(patch, [turn, { status: 200, body: web }]);
    expect([turn, outcome.state]).toEqual([turn, 'unknown']);
    expect(server.came).toHaveLength(1);
  }
});

test('what was turned away is sent again, after the wait that is asked for, until its time is over', async () => {
  const once = await written(patch, [busy, { ...busy, retryAfter: '3' }, { status: 200, body: web }]);
  expect(once.outcome).toEqual({ state: 'done', object: web });
  expect(once.slept).toEqual([500, 3_000]);
  const never = await written(patch, Array(20).fill(busy), { deadlineMs: 10_000 });
  expect(never.outcome).toMatchObject({ state: 'unsent', reason: 'too busy' });
  expect(never.slept).toEqual([500, 1_000, 2_000, 4_000]);
});

test.each([400, 403, 404, 409, 422])('%d is final', async (status) => {
  const { server, slept } = await written(patch, [{ status }, { status: 200, body: web }]);
  expect([server.came.length, slept]).toEqual([1, []]);
});

test('credentials that ran out are renewed once', async () => {
  const renewed = await written(patch, [{ status: 401 }, { status: 200, body: web }], { canRenew: true });
  expect(renewed.outcome.state).toBe('done');
  const refused = await written(patch, [{ status: 401 }, { status: 401 }, { status: 200 }], { canRenew: true });
  expect(refused.outcome).toMatchObject({ state: 'rejected', status: 401 });
  expect(refused.server.renewals()).toBe(1);
  const wrong = await written(patch, [{ status: 401 }, { status: 200 }]);
  expect(wrong.server.came).toHaveLength(1);
});

test('nothing goes out for a kind that is not served, or where that cannot be told', async () => {
  const finding = (found: FoundResource): Resources => ({ find: async () => found });
  const missing = await written(patch, [], { resources: finding({ state: 'missing' }) });
  expect(missing.outcome).toEqual({ state: 'missing', reason: 'the server has no Deployment' });
  const unread = await written(patch, [], { resources: finding({ state: 'unreadable', reason: 'forbidden' }) });
  expect(unread.outcome).toMatchObject({ state: 'unsent', reason: expect.stringContaining('Deployment shop/web') });
  expect([...missing.server.came, ...unread.server.came]).toEqual([]);
});

test('a server that is not there got nothing', async () => {
  const { endpoint } = await serving([]);
  const gone = { ...endpoint, server: new URL('http://127.0.0.1:1') };
  const waiting = { sleep: async () => {}, now: () => 0 };
  const writer = createWriter(gone, served, new AbortController().signal, waiting);
  expect(await writer.write(patch, { dryRun: false, deadlineMs: 1 })).toMatchObject({ state: 'unsent' });
});
