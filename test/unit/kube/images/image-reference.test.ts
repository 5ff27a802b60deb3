import { describe, expect, test } from 'vitest';
import { parseImage, registryOf } from '../../../../src/kube/images/image-reference.ts';

const DIGEST = `sha256:${'0f'.repeat(32)}`;

describe('parseImage', () => {
  test.each([
    ['nginx', 'docker.io', 'library/nginx', 'latest', null],
    ['nginx:1.29', 'docker.io', 'library/nginx', '1.29', null],
    ['shop/web:2', 'docker.io', 'shop/web', '2', null],
    ['index.docker.io/nginx', 'docker.io', 'library/nginx', 'latest', null],
    ['localhost/web', 'localhost', 'web', 'latest', null],
    ['127.0.0.1:5000/shop/web', '127.0.0.1:5000', 'shop/web', 'latest', null],
    ['[::1]:5000/web:1', '[::1]:5000', 'web', '1', null],
    ['ghcr.io/a/b/c__d:v1.2-rc.1', 'ghcr.io', 'a/b/c__d', 'v1.2-rc.1', null],
    [`quay.io/a/b@${DIGEST}`, 'quay.io', 'a/b', null, DIGEST],
    [`quay.io/a/b:1@${DIGEST}`, 'quay.io', 'a/b', '1', DIGEST],
  ])('%s', (image, registry, repository, tag, digest) => {
    expect(parseImage(image)).toEqual({ registry, repository, tag, digest });
  });

  test.each([
    '',
    ':1',
    'Shop/Web:1',
    'Shop/Web:1.0:latest',
    'web:',
    'web:a b',
    'web@sha256:12',
    'a//b',
    'web/',
    '/web',
  ])('%j is none', (image) => {
    expect(parseImage(image)).toBeUndefined();
  });
});

test('registryOf gives a name that is no image back', () => {
  expect(registryOf('web:2')).toBe('docker.io');
  expect(registryOf('Web:2:3')).toBe('Web:2:3');
});
