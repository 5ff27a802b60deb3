import { describe, expect, test } from 'vitest';
import { portMeant, serviceNamed } from '../../../../src/kube/network/service-clients.ts';
import type { KubeObject, ObjectOf } from '../../../../src/kube/object.ts';

const service = (namespace: string, name: string): ObjectOf<'Service'> => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace, name },
  spec: { ports: [{ port: 80 }] },
});

/** Everything was read but namespace `dark`. */
const view = {
  get(kind: 'Service' | 'Namespace', namespace: string | null, name: string) {
    if (namespace === 'dark' || name === 'dark') return { state: 'unverified' };
    if (kind === 'Namespace') {
      const object: KubeObject & { spec?: never } = { apiVersion: 'v1', kind, metadata: { name } };
      return ['shop', 'data'].includes(name) ? { state: 'found', object } : { state: 'missing' };
    }
    const known = ['shop/web', 'shop/kafka', 'data/db'].includes(`${namespace}/${name}`);
    return known ? { state: 'found', object: service(namespace ?? '', name) } : { state: 'missing' };
  },
} as Parameters<typeof serviceNamed>[2];

describe('serviceNamed', () => {
  test.each([
    ['web', 'shop/web'],
    ['db.data', 'data/db'],
    ['db.data.svc', 'data/db'],
    ['db.data.svc.cluster.local', 'data/db'],
    ['kafka-0.kafka', 'shop/kafka'],
    ['kafka-0.kafka.shop.svc.cluster.local', 'shop/kafka'],
  ])('%s is %s', (host, expected) => {
    const found = serviceNamed(host, 'shop', view);
    const { namespace, name } = found.state === 'found' ? found.service.metadata : { namespace: '', name: found.state };
    expect(`${namespace}/${name}`).toBe(expected);
  });

  test.each([
    ['api', { namespace: 'shop', name: 'api', noNamespace: false }],
    ['api.data', { namespace: 'data', name: 'api', noNamespace: false }],
    ['api.gone.svc', { namespace: 'gone', name: 'api', noNamespace: true }],
  ])('%s is missing', (host, expected) => {
    expect(serviceNamed(host, 'shop', view)).toEqual({ state: 'missing', ...expected });
  });

  test.each(['example.com', 'api.dark.svc', 'api.pay.example.com', 'db.dark'])('nobody knows %s', (host) => {
    expect(serviceNamed(host, 'shop', view)).toEqual({ state: 'outside' });
  });
});

test('the port that is meant: the one that is named, or the only one', () => {
  const two = { ...service('shop', 'web'), spec: { ports: [{ port: 80 }, { port: 443 }] } };
  expect(portMeant(service('shop', 'web'), undefined)).toEqual({ port: 80 });
  expect(portMeant(two, 443)).toEqual({ port: 443 });
  expect(portMeant(two, undefined)).toBeUndefined();
  expect(portMeant(two, 8080)).toBeUndefined();
});
