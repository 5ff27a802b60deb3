import { expect, test } from 'vitest';
import type { KubeObject, ObjectOf } from '../../../../src/kube/object.ts';
import { limitRange } from '../../../../src/remedy/guards/limit-range.ts';
import { judge, pod, reasonOf } from './known-facts.ts';

type Limit = NonNullable<NonNullable<ObjectOf<'LimitRange'>['spec']>['limits']>[number];

function range(limit: Limit): ObjectOf<'LimitRange'> {
  const metadata = { name: 'bounds', namespace: 'shop' };
  return { apiVersion: 'v1', kind: 'LimitRange', metadata, spec: { limits: [limit] } };
}

function verdict(limit: Limit, ...objects: readonly KubeObject[]) {
  return judge(limitRange, 'limitRange', { namespaces: [{ namespace: 'shop', ranges: [range(limit)], objects }] });
}

function asking(requests: Record<string, string>, limits: Record<string, string> = {}, count = 1) {
  const containers = Array.from({ length: count }, (_, index) => ({
    name: `c${index}`,
    resources: { requests, limits },
  }));
  return pod('web', { spec: { containers } });
}

test('a container within its bounds passes; one above or below does not', () => {
  const limit = { type: 'Container', max: { memory: '1Gi' }, min: { cpu: '100m' } };
  expect(verdict(limit, asking({ cpu: '100m' }, { memory: '1Gi' })).allows).toBe(true);
  expect(reasonOf(verdict(limit, asking({ cpu: '100m', memory: '1Gi' }, { memory: '2Gi' })))).toBe(
    'container c0 of Pod shop/web would not be let in by LimitRange shop/bounds: its memory limit is 2Gi, and the most is 1Gi',
  );
  expect(verdict(limit, asking({ cpu: '50m' })).allows).toBe(false);
});

test('the limit stands for a request that is not there', () => {
  expect(verdict({ type: 'Container', min: { cpu: '1' } }, asking({}, { cpu: '500m' })).allows).toBe(false);
});

test('defaults of the range count', () => {
  const limit = { type: 'Container', default: { memory: '2Gi' }, max: { memory: '1Gi' } };
  expect(verdict(limit, asking({})).allows).toBe(false);
});

test('the ratio between limit and request', () => {
  const limit = { type: 'Container', maxLimitRequestRatio: { cpu: '2' } };
  expect(verdict(limit, asking({ cpu: '1' }, { cpu: '2' })).allows).toBe(true);
  expect(verdict(limit, asking({ cpu: '1' }, { cpu: '3' })).allows).toBe(false);
});

test('a pod is the sum of its containers', () => {
  const limit = { type: 'Pod', max: { cpu: '2' } };
  expect(verdict(limit, asking({ cpu: '1' }, {}, 2)).allows).toBe(true);
  expect(verdict(limit, asking({ cpu: '1' }, {}, 3)).allows).toBe(false);
});

test('claims have bounds of their own', () => {
  const claim = (storage: string): ObjectOf<'PersistentVolumeClaim'> => ({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'shop' },
    spec: { resources: { requests: { storage } } },
  });
  const limit = { type: 'PersistentVolumeClaim', max: { storage: '10Gi' } };
  expect(verdict(limit, claim('10Gi')).allows).toBe(true);
  expect(verdict(limit, claim('11Gi')).allows).toBe(false);
  expect(verdict(limit, asking({ storage: '99Gi' })).allows).toBe(true);
});

test('an amount that is none denies', () => {
  expect(verdict({ type: 'Container', max: { cpu: '1' } }, asking({ cpu: 'lots' })).allows).toBe(false);
});

test('a policy may not look at limit ranges', () => {
  const namespaces = [
    { namespace: 'shop', ranges: [range({ type: 'Pod', max: { cpu: '1' } })], objects: [asking({ cpu: '2' })] },
  ];
  expect(judge(limitRange, 'limitRange', { namespaces }).allows).toBe(false);
  expect(judge(limitRange, 'limitRange', { namespaces, respect: false }).allows).toBe(true);
});
