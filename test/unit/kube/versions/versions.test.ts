import { expect, test } from 'vitest';
import type { Pod } from '../../../../src/kube/object.ts';
import { componentOf, newestServer, skewOf } from '../../../../src/kube/versions/components.ts';
import { endOfLifeOf } from '../../../../src/kube/versions/end-of-life.ts';
import { minorOf, minorsText, oldestAllowed } from '../../../../src/kube/versions/minors.ts';

test.each([
  ['v1.34.4', 34],
  ['1.29.1', 29],
  ['v1.30.2+k3s1', 30],
  ['v1.31.14-eks-113cf36', 31],
  ['v2.0.0', undefined],
  ['', undefined],
  [undefined, undefined],
])('minor version of %s: %s', (version, minor) => {
  expect(minorOf(version)).toBe(minor);
});

test('support ends on the day that the project has named', () => {
  expect([16, 19, 30, 36].map(endOfLifeOf)).toEqual(['2021-10-28', '2021-10-28', '2025-07-15', '2027-06-28']);
  expect(endOfLifeOf(99)).toBeUndefined();
});

test.each([
  ['kubelet', 35, 34, 'newer'],
  ['kubelet', 31, 34, null],
  ['kubelet', 30, 34, 'older'],
  ['kube-proxy', 31, 34, null],
  ['kubelet', 25, 27, null],
  ['kubelet', 24, 27, 'older'],
  ['kube-scheduler', 33, 34, null],
  ['kube-scheduler', 32, 34, 'older'],
  ['kube-controller-manager', 35, 34, 'newer'],
])('%s 1.%s with an API server 1.%s: %s', (name, minor, server, skew) => {
  expect(skewOf({ name, minor }, server)).toBe(skew);
});

test('since 1.28 one more minor version is allowed', () => {
  expect([oldestAllowed(28), oldestAllowed(27)]).toEqual([25, 25]);
  expect([1, 2].map(minorsText)).toEqual(['1 minor version', '2 minor versions']);
});

function pod(name: string, image: string, labels: Record<string, string>, namespace = 'kube-system'): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels },
    spec: {
      containers: [
        { name: 'sidecar', image: 'x:v1.2.3' },
        { name, image },
      ],
    },
  };
}

test('tells a component by its labels, and its version by its image', () => {
  const scheduler = pod('kube-scheduler', 'registry.example:5000/kube-scheduler:v1.34.1-rc.0', {
    component: 'kube-scheduler',
  });
  expect(componentOf(scheduler)).toMatchObject({ name: 'kube-scheduler', version: 'v1.34.1', minor: 34 });
  expect(componentOf(pod('kube-proxy', 'x/kube-proxy:v1.33.0', { 'k8s-app': 'kube-proxy' }))?.minor).toBe(33);
  expect(componentOf(pod('kube-proxy', 'x/kube-proxy@sha256:00', { 'k8s-app': 'kube-proxy' }))).toBeUndefined();
  expect(componentOf(pod('etcd', 'x/etcd:v1.33.0', { component: 'etcd' }))).toBeUndefined();
  expect(componentOf(pod('kube-proxy', 'x:v1.33.0', { 'k8s-app': 'kube-proxy' }, 'shop'))).toBeUndefined();
});

test('the newest API server counts', () => {
  const plane = (version: string) => ({
    apiVersion: 'mekhanikube.io/v1',
    kind: 'ControlPlane',
    metadata: { name: 'a' },
    version,
  });
  const apiserver = (version: string) =>
    pod('kube-apiserver', `x/kube-apiserver:${version}`, { component: 'kube-apiserver' });
  const newest = (answered: string, ...running: string[]) =>
    newestServer({ all: () => [plane(answered)], inNamespace: () => running.map(apiserver) })?.version;
  expect(newest('v1.33.2', 'v1.33.2', 'v1.34.1')).toBe('v1.34.1');
  expect(newest('v1.34.4', 'v1.33.2')).toBe('v1.34.4');
  expect(newest('')).toBeUndefined();
});
