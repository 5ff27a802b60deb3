import { expect, test } from 'vitest';
import { helmReleases, revisionOf } from '../../../../src/kube/gitops/helm-releases.ts';
import type { Keyed } from '../../../../src/kube/object.ts';

function secret(revision: number, status: string, labels: Record<string, string> = { owner: 'helm' }): Keyed {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `sh.helm.release.v1.my.web.v${revision}`,
      namespace: 'shop',
      labels: { name: 'my.web', status, version: String(revision), modifiedAt: '1768046400', ...labels },
    },
  };
}

test('the labels of a Secret tell of a revision', () => {
  expect(revisionOf(secret(12, 'failed'))).toEqual({
    release: 'my.web',
    revision: 12,
    status: 'failed',
    changedAt: '2026-01-10T12:00:00Z',
  });
});

test('a Secret of somebody else tells of none', () => {
  expect(revisionOf(secret(1, 'failed', { owner: 'me' }))).toBeUndefined();
  expect(revisionOf({ ...secret(1, 'failed'), metadata: { name: 'web', labels: { owner: 'helm' } } })).toBeUndefined();
});

test('the newest revision counts by number, and the last that was deployed is known', () => {
  const newest = secret(10, 'failed');
  const releases = helmReleases({ all: () => [secret(9, 'deployed'), newest, secret(2, 'superseded')] });
  expect(releases.get('shop/my.web')).toMatchObject({ newest, deployed: 9 });
});
