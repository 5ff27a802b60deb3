import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../../src/kube/object.ts';
import { metaLabel } from '../../../../src/remedy/actions/meta-label.ts';
import { deployment, editsOf, pod, proposed, refusals, verified } from '../../../support/rollout-stage.ts';

const tier = { key: 'tier', value: 'front', allowPrefixes: [''] };
const chooser = (apiVersion: string, kind: string, spec: object): KubeObject => {
  const object = { apiVersion, kind, metadata: { name: 'x', namespace: 'shop' }, spec };
  return object;
};
const node: KubeObject = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1', uid: 'n' } };

describe('meta.label', () => {
  test('sets a label', async () => {
    const proposal = await proposed(metaLabel, pod(0), tier);
    expect(editsOf(proposal)).toEqual([{ path: ['metadata', 'labels', 'tier'], value: 'front' }]);
    expect(proposal.risk).toBe('R1');
  });

  test.each([
    ['v1', 'Service', { selector: { tier: 'back' } }],
    ['apps/v1', 'ReplicaSet', { selector: { matchLabels: { tier: 'back' } } }],
    ['apps/v1', 'Deployment', { selector: { matchExpressions: [{ key: 'tier', operator: 'Exists' }] } }],
    ['apps/v1', 'StatefulSet', { selector: { matchLabels: { tier: 'back' } } }],
    ['apps/v1', 'DaemonSet', { selector: { matchLabels: { tier: 'back' } } }],
    ['batch/v1', 'Job', { selector: { matchLabels: { tier: 'back' } } }],
    ['policy/v1', 'PodDisruptionBudget', { selector: { matchLabels: { tier: 'back' } } }],
    ['networking.k8s.io/v1', 'NetworkPolicy', { podSelector: { matchLabels: { tier: 'back' } } }],
  ])('is refused for a key that a %s %s selects by', async (apiVersion, kind, spec) => {
    expect(await refusals(metaLabel, pod(0), tier, { objects: [chooser(apiVersion, kind, spec)] })).toEqual([
      'selector-label',
    ]);
    const other = { ...tier, key: 'colour' };
    expect(await refusals(metaLabel, pod(0), other, { objects: [chooser(apiVersion, kind, spec)] })).toEqual([]);
  });

  test('is refused where selectors cannot be read', async () => {
    expect(await refusals(metaLabel, pod(0), tier, { unreadable: ['Service'] })).toEqual(['selectors-unreadable']);
  });

  test('is refused for nodes and namespaces, but for our own keys', async () => {
    expect(await refusals(metaLabel, node, tier)).toEqual(['cluster-scoped']);
    expect(await refusals(metaLabel, node, { key: 'mekhanikube.io/watched', value: 'true' })).toEqual([]);
  });

  test('is refused for other prefixes, our own marks, and what is there already', async () => {
    expect(await refusals(metaLabel, pod(0), { key: 'tier', value: 'x' })).toEqual(['prefix-not-allowed']);
    expect(await refusals(metaLabel, pod(0), { key: 'mekhanikube.io/protected', value: null })).toContain(
      'reserved-key',
    );
    expect(await refusals(metaLabel, pod(0), { key: 'app', value: 'web', allowPrefixes: [''] })).toEqual(['unchanged']);
  });

  test('does not take what is no value', async () => {
    await expect(refusals(metaLabel, pod(0), { ...tier, value: 'a b' })).rejects.toThrow(
      'must be the value of a label',
    );
  });

  test('is verified by reading it back', async () => {
    expect((await verified(metaLabel, pod(0), tier, pod(0, 'x', { labels: { tier: 'front' } }))).state).toBe('done');
    expect((await verified(metaLabel, pod(0), tier, pod(0))).state).toBe('failed');
    expect((await verified(metaLabel, deployment(), tier, null)).state).toBe('failed');
  });
});
