import { expect, test } from 'vitest';
import { routesToServices } from '../../../../src/kube/workloads/routes.ts';
import { viewOf } from '../../../../src/snapshot/snapshot-view.ts';
import { snapshotOf } from '../../../support/fixture.ts';

function ingress(name: string, service: string, metadata: object = {}) {
  const http = {
    paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: service, port: { number: 80 } } } }],
  };
  const spec = { rules: [{ host: `${name}.example.com`, http }] };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'shop', ...metadata },
    spec,
  };
}

test('the routes to a Service of the same namespace, of Ingresses that stay', () => {
  const objects = [
    ingress('shop', 'web'),
    ingress('www', 'web'),
    ingress('api', 'api'),
    ingress('other', 'web', { namespace: 'staging' }),
    ingress('leaving', 'web', { deletionTimestamp: '2026-01-10T11:59:00Z' }),
  ];
  const routes = routesToServices(viewOf(snapshotOf({ takenAt: '2026-01-10T12:00:00Z', objects })));
  const web = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'shop' } };
  expect(routes(web).map(({ route }) => route)).toEqual(['shop.example.com/', 'www.example.com/']);
  expect(routes({ ...web, metadata: { name: 'none', namespace: 'shop' } })).toEqual([]);
});
