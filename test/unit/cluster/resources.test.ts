import { expect, test } from 'vitest';
import type { Api } from '../../../src/cluster/api/client.ts';
import type { Reply } from '../../../src/cluster/api/reply.ts';
import { createResources, objectPath, pathOf } from '../../../src/cluster/resources.ts';

const { signal } = new AbortController();
const ok = (body: unknown): Reply => ({ state: 'ok', body: Buffer.from(JSON.stringify(body)), servedAt: null });

function apiOf(replies: Readonly<Record<string, Reply>>): Api & { readonly asked: readonly string[] } {
  const asked: string[] = [];
  return {
    asked,
    async get(path) {
      asked.push(path);
      return replies[path] ?? { state: 'absent', reason: 'not served' };
    },
  };
}

const LIST = ok({
  resources: [
    { name: 'pods', kind: 'Pod', namespaced: true },
    { name: 'pods/resize', kind: 'Pod', namespaced: true },
    { name: 'pods/eviction', kind: 'Eviction', namespaced: true },
    { name: 'podtemplates', kind: 'PodTemplate', namespaced: true },
    { name: 'nodes', kind: 'Node', namespaced: false },
  ],
});

test('a kind is found with its subresources, and its group is asked for once', async () => {
  const api = apiOf({ '/api/v1': LIST });
  const resources = createResources(api, signal);
  const [found, again] = await Promise.all([resources.find('v1', 'Pod'), resources.find('v1', 'Node')]);
  expect(found).toEqual({
    state: 'found',
    resource: { group: '', name: 'pods', namespaced: true, subresources: ['resize', 'eviction'] },
  });
  expect(again).toMatchObject({ resource: { name: 'nodes', namespaced: false, subresources: [] } });
  expect(await resources.find('v1', 'Eviction')).toEqual({ state: 'missing' });
  expect(api.asked).toEqual(['/api/v1']);
});

test('what is not served is missing, and what cannot be asked for is not', async () => {
  const api = apiOf({
    '/apis/apps/v1': { state: 'forbidden', reason: 'forbidden' },
    '/apis/odd.example/v1': ok({ kind: 'Status' }),
    '/apis/away.example/v1': { state: 'failed', reason: 'no answer' },
  });
  const resources = createResources(api, signal);
  expect(await resources.find('gone.example/v1', 'Thing')).toEqual({ state: 'missing' });
  expect(await resources.find('away.example/v1', 'Thing')).toEqual({ state: 'unreadable', reason: 'no answer' });
  expect(await resources.find('odd.example/v1', 'Thing')).toMatchObject({ state: 'unreadable' });
  // Every server has these.
  expect(await resources.find('apps/v1', 'Deployment')).toMatchObject({
    state: 'found',
    resource: { group: 'apps', name: 'deployments', namespaced: true },
  });
  expect(await resources.find('apps/v1', 'Scale')).toMatchObject({ state: 'unreadable' });
});

test('a path holds nothing but its names', () => {
  const things = { group: 'example.com', name: 'things', namespaced: true, subresources: [] };
  const ref = { apiVersion: 'example.com/v1', kind: 'Thing', namespace: 'a/../b', name: '../../nodes?x=1' };
  expect(objectPath(ref, things)).toBe('/apis/example.com/v1/namespaces/a%2F..%2Fb/things/..%2F..%2Fnodes%3Fx%3D1');
  expect(pathOf('v1', { ...things, name: 'nodes', namespaced: false }, { namespace: 'shop', name: null })).toBe(
    '/api/v1/nodes',
  );
  expect(pathOf('v1', { ...things, name: 'pods' }, { namespace: null, name: null })).toBe('/api/v1/pods');
});
