import { expect, test } from 'vitest';
import { refTo } from '../../../../src/kube/object-ref.ts';
import { correctTemplate } from '../../../../src/kube/workloads/template-fix.ts';

test('names the command that edits the workload', () => {
  expect(correctTemplate(refTo('Deployment', 'shop', 'web'), 'the image')).toEqual({
    text: 'Correct the image in Deployment shop/web',
    command: 'kubectl edit -n shop deployment/web',
  });
  const rollout = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', namespace: 'shop', name: 'web' };
  expect(correctTemplate(rollout, 'the image').command).toBe('kubectl edit -n shop rollout.v1alpha1.argoproj.io/web');
});

test('gives no command for what cannot be edited', () => {
  expect(correctTemplate(refTo('Job', 'shop', 'report'), 'the image', 'image').command).toBeNull();
  expect(correctTemplate(refTo('Pod', 'shop', 'web'), 'the name').command).toBeNull();
  expect(correctTemplate(refTo('Pod', 'shop', 'web'), 'the image', 'image').command).toBe(
    'kubectl edit -n shop pod/web',
  );
  expect(correctTemplate(refTo('Secret', 'shop', 'db'), 'the name')).toEqual({
    text: 'Correct the name in the workloads that use it',
    command: null,
  });
});
