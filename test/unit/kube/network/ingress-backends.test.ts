import { expect, test } from 'vitest';
import { ingressBackends, routesLead } from '../../../../src/kube/network/ingress-backends.ts';

test('lists every Service of an Ingress with its route', () => {
  const service = (name: string, port: object) => ({ service: { name, port } });
  const backends = ingressBackends({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web' },
    spec: {
      defaultBackend: service('errors', { number: 80 }),
      rules: [
        { host: 'shop.example.com', http: { paths: [{ path: '/cart', backend: service('cart', { name: 'http' }) }] } },
        {
          http: { paths: [{ backend: service('web', {}) }, { backend: { resource: { kind: 'Bucket', name: 'x' } } }] },
        },
        { host: 'empty.example.com' },
      ],
    },
  });
  expect(backends.map(({ service: name, port, route, path }) => [name, port, route, path])).toEqual([
    ['errors', 80, 'the default backend', 'spec.defaultBackend.service'],
    ['cart', 'http', 'shop.example.com/cart', 'spec.rules[0].http.paths[0].backend.service'],
    ['web', undefined, '*/', 'spec.rules[1].http.paths[0].backend.service'],
  ]);
});

test('a few routes are named, many are counted', () => {
  expect(routesLead(['a/'])).toBe('a/ leads');
  expect(routesLead(['a/', 'b/'])).toBe('a/, b/ lead');
  expect(routesLead(['a/', 'b/', 'c/', 'd/', 'e/'])).toBe('a/, b/, c/ and 2 more lead');
});
