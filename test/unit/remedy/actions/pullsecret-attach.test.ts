import { describe, expect, test } from 'vitest';
import type { ObjectOf } from '../../../../src/kube/object.ts';
import { pullsecretAttach } from '../../../../src/remedy/actions/pullsecret-attach.ts';
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

const account = (...secrets: string[]): ObjectOf<'ServiceAccount'> => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'shop', namespace: 'shop', uid: 'uid-sa' },
  ...(secrets.length === 0 ? {} : { imagePullSecrets: secrets.map((name) => ({ name })) }),
});
const objects = [replicaSet(2, template()), pod(0)];
const params = { secret: 'login' };
const entry = { key: 'name', value: 'login' };

describe('pullsecret.attach', () => {
  test('adds only its entry to a ServiceAccount, and reads no Secret', async () => {
    const proposal = await proposed(pullsecretAttach, account('old'), params, { unreadable: ['Secret'] });
    expect(editsOf(proposal)).toEqual([{ path: ['imagePullSecrets', entry], value: { name: 'login' } }]);
    expect(proposal).toMatchObject({ risk: 'R2', effects: { podsDisrupted: 0 } });
    expect(proposal.notes?.[0]).toContain('Secrets are not read');
  });

  test('adds only its entry to a template, which replaces the pods', async () => {
    const proposal = await proposed(pullsecretAttach, deployment(), params, { objects });
    expect(editsOf(proposal)).toEqual([
      { path: ['spec', 'template', 'spec', 'imagePullSecrets', entry], value: { name: 'login' } },
    ]);
    expect(proposal).toMatchObject({ risk: 'R3', effects: { podsDisrupted: 1 } });
    expect(proposal.notes).toHaveLength(2);
  });

  test('is refused where it is attached already', async () => {
    expect(await refusals(pullsecretAttach, account('login'), params)).toEqual(['attached-already']);
    const target = deployment({ template: template({ imagePullSecrets: [{ name: 'login' }] }) });
    expect(await refusals(pullsecretAttach, target, params, { objects })).toEqual(['attached-already']);
  });

  test('is refused for a template as every rollout is', async () => {
    expect(await refusals(pullsecretAttach, deployment({ paused: true }), params, { objects })).toEqual([
      'rollout-paused',
    ]);
    expect(await refusals(pullsecretAttach, deployment(), params, { objects, unreadable: ['Pod'] })).toEqual([
      'pods-unreadable',
    ]);
    expect(await refusals(pullsecretAttach, deployment(), params, { objects, unreadable: ['LimitRange'] })).toEqual([
      'limitranges-unreadable',
    ]);
  });

  test('does not take what is no name', async () => {
    await expect(refusals(pullsecretAttach, account(), { secret: 'a/b' })).rejects.toThrow(
      'must be the name of a Secret',
    );
  });

  test('is verified by reading it back, or by the rollout', async () => {
    expect((await verified(pullsecretAttach, account(), params, account('login'))).state).toBe('done');
    expect((await verified(pullsecretAttach, account(), params, account())).state).toBe('failed');
    expect(
      (await verified(pullsecretAttach, deployment(), params, deployment({}, { updatedReplicas: 0 }), { objects }))
        .state,
    ).toBe('waiting');
  });
});
