import { describe, expect, test } from 'vitest';
import { refTo } from '../../../src/kube/object-ref.ts';
import { annotatedObject } from '../../../src/suppress/annotation.ts';
import { api, finding, pod, viewWith, web } from './sample.ts';

const ignore = (value: string) => ({ annotations: { 'mekhanikube.io/ignore': value } });

describe('the annotation on the subject', () => {
  test.each([
    ['image-not-found', 'Deployment shop/web'],
    ['pod-crash-loop, image-not-found', 'Deployment shop/web'],
    ['*', 'Deployment shop/web'],
    ['image-*', 'Deployment shop/web'],
    ['image-not', undefined],
    ['', undefined],
  ])('%j', (value, expected) => {
    const view = viewWith({ web: ignore(value) });
    expect(annotatedObject(finding('image-not-found', web), view)).toBe(expected);
    expect(annotatedObject(finding('image-not-found', api), view)).toBeUndefined();
  });
});

test('on a namespace it is for all in it', () => {
  const view = viewWith({ namespace: ignore('image-not-found') });
  expect(annotatedObject(finding('image-not-found', web), view)).toBe('Namespace shop');
  expect(annotatedObject(finding('pod-crash-loop', web), view)).toBeUndefined();
  expect(annotatedObject(finding('image-not-found', refTo('Node', null, 'a')), view)).toBeUndefined();
});

describe('of a cause that several owners share', () => {
  const shared = finding('config-map-missing', refTo('ConfigMap', 'shop', 'settings'), {
    members: [pod('web-1'), pod('api-1')],
  });

  test('the annotation of one owner hides nothing of the other', () => {
    expect(annotatedObject(shared, viewWith({ web: ignore('*') }))).toBeUndefined();
    expect(annotatedObject(shared, viewWith({ webPod: ignore('*') }))).toBeUndefined();
  });

  test('it takes them all', () => {
    expect(annotatedObject(shared, viewWith({ web: ignore('*'), api: ignore('config-map-missing') }))).toBe(
      'Deployment shop/web',
    );
    expect(annotatedObject(shared, viewWith({ webPod: ignore('*'), api: ignore('*') }))).toBe('Pod shop/web-1');
  });
});

test('on the only pod of a finding about its owner it counts as well', () => {
  const about = finding('pod-crash-loop', web, { members: [pod('web-1')] });
  expect(annotatedObject(about, viewWith({ webPod: ignore('pod-crash-loop') }))).toBe('Pod shop/web-1');
});
