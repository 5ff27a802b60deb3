import { describe, expect, test } from 'vitest';
import { asksClusterDns, clusterDns, targetPortOf } from '../../../../src/kube/network/cluster-dns.ts';
import type { ObjectOf } from '../../../../src/kube/object.ts';

const service = (namespace: string, name: string, extra: Partial<ObjectOf<'Service'>['spec']> = {}, label = true) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace, name, ...(label ? { labels: { 'k8s-app': 'kube-dns' } } : {}) },
  spec: { ports: [{ port: 53, protocol: 'UDP' }], clusterIP: '10.96.0.10', ...extra },
});
const found = (...services: ObjectOf<'Service'>[]) => clusterDns({ all: () => services })?.metadata.name;

describe('the DNS of the cluster', () => {
  test.each([
    ['kube-system', 'kube-dns'],
    ['kube-system', 'rke2-coredns-rke2-coredns'],
    ['kube-system', 'some-coredns'],
  ])('%s/%s', (namespace, name) => {
    expect(found(service(namespace, name))).toBe(name);
  });

  test('on OpenShift, without the label', () => {
    expect(found(service('openshift-dns', 'dns-default', {}, false))).toBe('dns-default');
  });

  test('is neither what monitors it, nor its upstream, nor somebody else’s', () => {
    expect(found(service('kube-system', 'prometheus-coredns', { clusterIP: 'None' }))).toBeUndefined();
    expect(found(service('kube-system', 'kube-dns-upstream'))).toBeUndefined();
    expect(found(service('kube-system', 'coredns-metrics', { ports: [{ port: 9153 }] }))).toBeUndefined();
    expect(found(service('shop', 'kube-dns'))).toBeUndefined();
  });

  test('is the best known name where there are several', () => {
    expect(found(service('kube-system', 'a-coredns'), service('kube-system', 'kube-dns'))).toBe('kube-dns');
  });
});

test('who asks it', () => {
  const pod = (spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x' }, spec });
  expect(asksClusterDns(pod({}))).toBe(true);
  expect(asksClusterDns(pod({ dnsPolicy: 'Default' }))).toBe(false);
  expect(asksClusterDns(pod({ dnsPolicy: 'None' }))).toBe(false);
  expect(asksClusterDns(pod({ hostNetwork: true, dnsPolicy: 'ClusterFirst' }))).toBe(false);
  expect(asksClusterDns(pod({ hostNetwork: true, dnsPolicy: 'ClusterFirstWithHostNet' }))).toBe(true);
});

test('the port of the pod that a port of the Service leads to', () => {
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'x' },
    spec: { containers: [{ name: 'a', ports: [{ name: 'dns', containerPort: 5353, protocol: 'UDP' }] }] },
  };
  expect(targetPortOf({ port: 53, targetPort: 'dns', protocol: 'UDP' }, pod)).toBe(5353);
  expect(targetPortOf({ port: 53, targetPort: 'dns', protocol: 'TCP' }, pod)).toBeUndefined();
  expect(targetPortOf({ port: 53, targetPort: 1053 }, pod)).toBe(1053);
  expect(targetPortOf({ port: 53 }, pod)).toBe(53);
});
