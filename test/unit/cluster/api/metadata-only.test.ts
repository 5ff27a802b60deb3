import { expect, test } from 'vitest';
import { acceptFor, acceptListFor, asKind } from '../../../../src/cluster/api/metadata-only.ts';
import type { KubeObject } from '../../../../src/kube/object.ts';

const SECRET = { apiVersion: 'v1', kind: 'Secret' };

test('of a Secret its metadata is asked for, of all else everything', () => {
  expect(acceptFor('Secret')).toContain('as=PartialObjectMetadata;');
  expect(acceptListFor('Secret')).toContain('as=PartialObjectMetadataList;');
  expect([acceptFor('ConfigMap'), acceptListFor('ConfigMap')]).toEqual([undefined, undefined]);
});

test('whatever comes back of a Secret, its metadata is all that is kept', () => {
  const manifest = 'kubectl.kubernetes.io/last-applied-configuration';
  const sent = {
    apiVersion: 'meta.k8s.io/v1',
    kind: 'PartialObjectMetadata',
    metadata: { name: 'login', annotations: { [manifest]: '{"data":{"pw":"c2VjcmV0"}}', team: 'a' } },
    data: { pw: 'c2VjcmV0' },
    stringData: { pw: 'secret' },
    type: 'Opaque',
  } as unknown as KubeObject;
  const kept = asKind(sent, SECRET);
  expect(kept).toEqual({
    ...SECRET,
    metadata: { name: 'login', annotations: { [manifest]: expect.stringMatching(/^\(not kept/), team: 'a' } },
  });
  expect(asKind({ ...sent, metadata: { name: 'login' } }, SECRET)).toEqual({ ...SECRET, metadata: { name: 'login' } });
  const settings = { apiVersion: 'v1', kind: 'ConfigMap' };
  expect(asKind(sent, settings)).toEqual({ ...sent, ...settings });
});
