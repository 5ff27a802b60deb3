import { expect, test } from 'vitest';
import { isPermitted } from '../../../../src/kube/gateway/grants.ts';
import { servicesOf } from '../../../../src/kube/gateway/routes.ts';
import type { Custom } from '../../../../src/kube/object.ts';

const GROUP = 'gateway.networking.k8s.io';

function route(backend: Record<string, string | number>): Custom {
  return {
    apiVersion: `${GROUP}/v1`,
    kind: 'HTTPRoute',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { rules: [{ backendRefs: [backend] }] },
  };
}

function permitted(grant: Record<string, string>, to: Record<string, string>, namespace = 'stock'): boolean {
  const from = { group: GROUP, kind: 'HTTPRoute', namespace: 'shop', ...grant };
  const grants: readonly Custom[] = [
    {
      apiVersion: `${GROUP}/v1beta1`,
      kind: 'ReferenceGrant',
      metadata: { name: 'one', namespace: 'stock' },
      spec: { from: [from], to: [to] },
    },
  ];
  const object = route({ name: 'api', namespace, port: 80 });
  const [backend] = servicesOf(object);
  if (backend === undefined) throw new Error('no backend');
  const inNamespace = (_kind: string, where: string) => (where === 'stock' ? grants : []);
  return isPermitted(object, backend, { inNamespace });
}

test.each([
  ['a Service of the own namespace', {}, { group: '', kind: 'Secret' }, 'shop', true],
  ['every Service', {}, { group: '', kind: 'Service' }, 'stock', true],
  ['this Service', {}, { group: '', kind: 'Service', name: 'api' }, 'stock', true],
  ['another Service', {}, { group: '', kind: 'Service', name: 'db' }, 'stock', false],
  ['another kind', {}, { group: '', kind: 'Secret' }, 'stock', false],
  ['a route of another namespace', { namespace: 'web' }, { group: '', kind: 'Service' }, 'stock', false],
  ['a route of another kind', { kind: 'GRPCRoute' }, { group: '', kind: 'Service' }, 'stock', false],
  ['a route of another group', { group: 'example.com' }, { group: '', kind: 'Service' }, 'stock', false],
  ['a namespace without a grant', {}, { group: '', kind: 'Service' }, 'other', false],
])('%s', (_about, from, to, namespace, expected) => {
  expect(permitted(from, to, namespace)).toBe(expected);
});

test('only Services that get requests are backends', () => {
  const names = (backend: Record<string, string | number>) => servicesOf(route(backend)).map(({ name }) => name);
  expect(names({ name: 'api', port: 80 })).toEqual(['api']);
  expect(names({ name: 'api', port: 80, weight: 0 })).toEqual([]);
  expect(names({ name: 'files', group: 'example.com', kind: 'Bucket' })).toEqual([]);
  expect(names({ port: 80 })).toEqual([]);
});
