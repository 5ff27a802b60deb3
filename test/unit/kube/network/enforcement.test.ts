import { describe, expect, test } from 'vitest';
import { enforcementOf, mayHaveOtherPolicies } from '../../../../src/kube/network/enforcement.ts';

const set = (...images: string[]) => ({
  apiVersion: 'apps/v1',
  kind: 'DaemonSet',
  metadata: { name: 'agent' },
  spec: { template: { spec: { containers: images.map((image) => ({ name: 'a', image })) } } },
});
const enforcement = (images: string[][], everywhere = true) =>
  enforcementOf({ all: () => images.map((list) => set(...list)), covers: () => everywhere });

describe('whether the plugin heeds policies', () => {
  test.each([
    ['docker.io/calico/node:v3.30.0', 'enforced'],
    ['mirror.example/quay.io/cilium/cilium:v1.18.0@sha256:0000', 'enforced'],
    ['docker.io/cloudnativelabs/kube-router:v2', 'enforced'],
    ['registry.example/node:20', 'unknown'],
    ['registry.k8s.io/kube-proxy:v1.34.0', 'unknown'],
    ['602401143452.dkr.ecr.eu-west-1.amazonaws.com/amazon-k8s-cni:v1.20', 'unknown'],
    ['ghcr.io/flannel-io/flannel:v0.27.0', 'not-enforced'],
  ])('%s: %s', (image, expected) => {
    expect(enforcement([[image]])).toBe(expected);
  });

  test('flannel with an agent beside it', () => {
    expect(enforcement([['flannel-io/flannel:v1', 'kube-network-policies:v1']])).toBe('enforced');
    expect(enforcement([['flannel-io/flannel:v1'], ['calico/node:v3']])).toBe('enforced');
  });

  test('not all namespaces were read', () => {
    expect(enforcement([['flannel-io/flannel:v1']], false)).toBe('unknown');
    expect(enforcement([], true)).toBe('unknown');
  });
});

describe('policies of other kinds', () => {
  const crd = (group: string, kind: string) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `x.${group}` },
    spec: { group, names: { kind } },
  });
  test.each([
    ['cilium.io', 'CiliumNetworkPolicy', true],
    ['crd.projectcalico.org', 'GlobalNetworkPolicy', true],
    ['policy.networking.k8s.io', 'AdminNetworkPolicy', true],
    ['crd.projectcalico.org', 'IPPool', false],
    ['kyverno.io', 'ClusterPolicy', false],
  ])('%s %s: %s', (group, kind, expected) => {
    expect(mayHaveOtherPolicies({ all: () => [crd(group, kind)], covers: () => true })).toBe(expected);
  });

  test('what was not read may be there', () => {
    expect(mayHaveOtherPolicies({ all: () => [], covers: () => false })).toBe(true);
    expect(mayHaveOtherPolicies({ all: () => [], covers: () => true })).toBe(false);
  });
});
