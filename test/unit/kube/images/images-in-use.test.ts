import { expect, test } from 'vitest';
import { imagesInUse } from '../../../../src/kube/images/images-in-use.ts';
import { nearNames } from '../../../../src/kube/near-names.ts';
import type { Pod } from '../../../../src/kube/object.ts';

function running(image: string, ready = 'True'): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: image },
    spec: { containers: [{ name: 'a', image }] },
    status: { conditions: [{ type: 'Ready', status: ready }] },
  };
}

test('finds other tags of the repository, else repositories with nearly that name', () => {
  const pods = [
    ...['nginx:1.29', 'docker.io/library/nginx:1.28', 'ghcr.io/shop/web:1', 'ghcr.io/shop/web:2'].map((i) =>
      running(i),
    ),
    running('nginx:0.1', 'False'),
  ];
  const inUse = imagesInUse({ all: () => pods });
  expect(inUse('nginx:9')).toEqual(['docker.io/library/nginx:1.28', 'nginx:1.29']);
  expect(inUse('ngnix')).toEqual(['docker.io/library/nginx:1.28']);
  expect(inUse('ghcr.io/shop/wbe:1')).toEqual(['ghcr.io/shop/web:1']);
  expect(inUse('ghcr.io/shop/web:1')).toEqual(['ghcr.io/shop/web:2']);
  expect(inUse('quay.io/shop/web:1')).toEqual([]);
  expect(inUse('Not An Image')).toEqual([]);
});

test('near names are looked for once', () => {
  const near = nearNames();
  let asked = 0;
  const candidates = () => {
    asked++;
    return ['web-config'];
  };
  expect(near('ConfigMap/shop', 'web-confg', candidates)).toEqual(['web-config']);
  expect(near('ConfigMap/shop', 'web-confg', candidates)).toEqual(['web-config']);
  expect(near('Secret/shop', 'web-confg', () => [])).toEqual([]);
  expect(asked).toBe(1);
});
