import { describe, expect, test } from 'vitest';
import { imageSet } from '../../../../src/remedy/actions/image-set.ts';
import {
  deployment,
  editTexts,
  pod,
  proposed,
  refusals,
  replicaSet,
  template,
} from '../../../support/rollout-stage.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const objects = [replicaSet(2, template()), pod(0), pod(1), pod(2)];
const refused = (params: object, unreadable: readonly string[] = []) =>
  refusals(imageSet, deployment(), params, { objects, unreadable });

describe('image.set', () => {
  test('writes the image of the container', async () => {
    const proposal = await proposed(imageSet, deployment(), { image: 'shop/web:1.2' }, { objects });
    expect(editTexts(proposal)).toEqual(['spec.template.spec.containers[web].image = "shop/web:1.2"']);
    expect(proposal).toMatchObject({
      summary: 'set image of container web in Deployment shop/web from shop/web:1.1 to shop/web:1.2',
      risk: 'R3',
      effects: { podsDisrupted: 3, demand: { pods: 1 } },
    });
  });

  test('takes an init container, and a digest', async () => {
    const target = deployment({
      template: template({ initContainers: [{ name: 'setup', image: 'docker.io/shop/web:1.1' }] }),
    });
    const params = { container: 'setup', image: `shop/web@${DIGEST}` };
    expect(editTexts(await proposed(imageSet, target, params, { objects }))[0]).toContain(
      'initContainers[setup].image',
    );
  });

  test.each([
    ['shop/web:1.1', 'same-image'],
    ['shop/web', 'image-latest'],
    ['shop/web:latest', 'image-latest'],
    ['shop/other:1.2', 'other-repository'],
    ['example.com/shop/web:1.2', 'other-repository'],
    ['Not An Image', 'image-invalid'],
  ])('is refused for %s', async (image, id) => {
    expect(await refused({ image })).toEqual([id]);
  });

  test('another repository may be allowed, and registries may be named', async () => {
    const image = 'example.com/shop/web:1.2';
    expect(await refused({ image, allowOtherRepository: true })).toEqual([]);
    expect(await refused({ image, allowOtherRepository: true, registries: ['example.com'] })).toEqual([]);
    expect(await refused({ image, allowOtherRepository: true, registries: ['docker.io'] })).toEqual([
      'registry-not-allowed',
    ]);
  });

  test('is refused for a container that is not there', async () => {
    expect(await refused({ container: 'db', image: 'shop/web:1.2' })).toEqual(['container-missing']);
  });

  test('is refused while paused', async () => {
    expect(await refusals(imageSet, deployment({ paused: true }), { image: 'shop/web:1.2' }, { objects })).toEqual([
      'rollout-paused',
    ]);
  });

  test.each([
    ['Pod', 'pods-unreadable'],
    ['LimitRange', 'limitranges-unreadable'],
  ])('is refused where %s cannot be read', async (kind, id) => {
    expect(await refused({ image: 'shop/web:1.2' }, [kind])).toEqual([id]);
  });
});
