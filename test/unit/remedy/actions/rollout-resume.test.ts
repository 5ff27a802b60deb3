import { describe, expect, test } from 'vitest';
import { rolloutResume } from '../../../../src/remedy/actions/rollout-resume.ts';
import {
  deployment,
  editsOf,
  pod,
  proposed,
  refusals,
  replicaSet,
  template,
  verified,
} from '../../../support/rollout-stage.ts';

const OLD = template({ containers: [{ name: 'web', image: 'shop/web:1.0' }] });
const objects = [replicaSet(2, template()), pod(0), pod(1), pod(2)];

describe('rollout.resume', () => {
  test('takes paused away', async () => {
    const proposal = await proposed(rolloutResume, deployment({ paused: true }), {}, { objects });
    expect(editsOf(proposal)).toEqual([{ path: ['spec', 'paused'], value: undefined }]);
    expect(proposal).toMatchObject({ risk: 'R2', effects: { podsDisrupted: 0 } });
  });

  test('replaces the pods where the template was changed meanwhile', async () => {
    const old = [replicaSet(2, OLD), pod(0), pod(1), pod(2)];
    const proposal = await proposed(rolloutResume, deployment({ paused: true }), {}, { objects: old });
    expect(proposal).toMatchObject({ risk: 'R3', effects: { podsDisrupted: 3, demand: { pods: 1 } } });
    expect(proposal.notes).toHaveLength(1);
  });

  test('is refused where it is not paused', async () => {
    expect(await refusals(rolloutResume, deployment(), {}, { objects })).toEqual(['not-paused']);
  });

  test.each([
    ['Pod', 'pods-unreadable'],
    ['ReplicaSet', 'pods-unreadable'],
    ['LimitRange', 'limitranges-unreadable'],
  ])('is refused where %s cannot be read', async (kind, id) => {
    const stage = { objects, unreadable: [kind] };
    expect(await refusals(rolloutResume, deployment({ paused: true }), {}, stage)).toEqual([id]);
  });

  test('is verified by its rollout', async () => {
    const before = deployment({ paused: true });
    expect((await verified(rolloutResume, before, {}, deployment(), { objects })).state).toBe('done');
    expect((await verified(rolloutResume, before, {}, deployment({}, { updatedReplicas: 1 }), { objects })).state).toBe(
      'waiting',
    );
  });
});
