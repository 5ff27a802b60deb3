import { expect, test } from 'vitest';
import { prerequisitesOf, unhealthyIn } from '../../../../src/kube/gitops/sources.ts';
import type { Custom } from '../../../../src/kube/object.ts';

function flux(kind: string, spec: Custom['spec'], status: Custom['status'] = {}): Custom {
  return { apiVersion: 'x/v1', kind, metadata: { name: 'web', namespace: 'shop' }, spec, status };
}

function names(object: Custom): readonly string[] {
  return prerequisitesOf(object).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`);
}

test('what an object of Flux waits for', () => {
  const sourceRef = { kind: 'GitRepository', name: 'git', namespace: 'flux-system' };
  expect(names(flux('Kustomization', { sourceRef, dependsOn: [{ name: 'base' }] }))).toEqual([
    'GitRepository flux-system/git',
    'Kustomization shop/base',
  ]);
  const chart = { spec: { sourceRef: { kind: 'HelmRepository', name: 'charts' } } };
  expect(names(flux('HelmRelease', { chart }))).toEqual(['HelmRepository shop/charts']);
  expect(names(flux('HelmRelease', { chart }, { helmChart: 'flux-system/shop-web' }))).toEqual([
    'HelmChart flux-system/shop-web',
  ]);
  expect(names(flux('HelmRelease', { chartRef: { kind: 'OCIRepository', name: 'oci' } }))).toEqual([
    'OCIRepository shop/oci',
  ]);
  expect(names(flux('Kustomization', { sourceRef: { kind: 'ExternalArtifact', name: 'x' } }))).toEqual([]);
});

test('the objects that a failed health check names', () => {
  const message =
    "health check failed after 5m0s: timeout waiting for: [Deployment/shop/web status: 'InProgress', Widget/shop/x status: 'Failed']";
  expect(unhealthyIn(message).map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`)).toEqual([
    'Deployment shop/web',
  ]);
});
