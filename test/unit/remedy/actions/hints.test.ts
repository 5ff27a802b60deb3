import { expect, test } from 'vitest';
import type { Action } from '../../../../src/remedy/action.ts';
import { imageSet } from '../../../../src/remedy/actions/image-set.ts';
import { metaLabel } from '../../../../src/remedy/actions/meta-label.ts';
import { resourcesSet } from '../../../../src/remedy/actions/resources-set.ts';
import { scale } from '../../../../src/remedy/actions/scale.ts';
import { consider, deployment, template } from '../../../support/rollout-stage.ts';

const two = deployment({ template: template({ containers: [{ name: 'web', image: 'web:1' }, { name: 'log' }] }) });

test.each<[string, Action, object, string]>([
  ['scale-to-zero', scale, { replicas: 0 }, 'say that it may: --param allowZero=true'],
  ['prefix-not-allowed', metaLabel, { key: 'tier', value: 'x' }, `allow it: --param 'allowPrefixes=[""]'`],
  ['container-unclear', resourcesSet, { requests: { cpu: '1' } }, 'say which, for example --param container=web'],
  [
    'other-repository',
    imageSet,
    { container: 'web', image: 'other:2' },
    'say that it may be: --param allowOtherRepository=true',
  ],
])('the hint of %s names the parameter as the flag to paste', async (id, action, params, hint) => {
  const proposal = await consider(action, two, params);
  expect(proposal).toMatchObject({ refusals: expect.arrayContaining([expect.objectContaining({ id, hint })]) });
});
