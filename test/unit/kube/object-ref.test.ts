import { expect, test } from 'vitest';
import { refKey, refTo } from '../../../src/kube/object-ref.ts';

test('versions of one group are one, and kinds of another group are others', () => {
  const deployment = refTo('Deployment', 'shop', 'web');
  expect(refKey({ ...deployment, apiVersion: 'apps/v1beta2' })).toBe(refKey(deployment));
  expect(refKey({ ...deployment, apiVersion: '' })).toBe(refKey(deployment));
  const service = refTo('Service', 'shop', 'web');
  expect(refKey({ ...service, apiVersion: 'serving.knative.dev/v1' })).not.toBe(refKey(service));
  const cluster = { apiVersion: 'cluster.x-k8s.io/v1beta1', kind: 'Cluster', namespace: 'shop', name: 'db' };
  expect(refKey({ ...cluster, apiVersion: 'postgresql.cnpg.io/v1' })).not.toBe(refKey(cluster));
  expect(refKey({ ...cluster, apiVersion: 'cluster.x-k8s.io/v1beta2' })).toBe(refKey(cluster));
});
