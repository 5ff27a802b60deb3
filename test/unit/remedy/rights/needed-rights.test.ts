import { expect, test } from 'vitest';
import { neededRights, rightText } from '../../../../src/remedy/rights/needed-rights.ts';
import type { Right, Write } from '../../../../src/remedy/write.ts';
import { pod, WEB } from '../guards/known-facts.ts';

const NODE = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } };
const nothing = async () => undefined;

async function texts(writes: readonly Write[], action: readonly Right[] = [], target = { metadata: WEB.metadata }) {
  return (await neededRights(action, target, writes, nothing)).map(rightText);
}

test('each write takes its verb on its object, and what takes it back', async () => {
  expect(await texts([{ verb: 'patch', before: WEB, edits: [] }])).toEqual([
    'patch deployments.apps web in namespace shop',
  ]);
  expect(await texts([{ verb: 'patch', before: pod('a'), edits: [], subresource: 'resize' }])).toEqual([
    'patch pods/resize a in namespace shop',
  ]);
  expect(await texts([{ verb: 'create', manifest: WEB }])).toEqual([
    'create deployments.apps in namespace shop',
    'delete deployments.apps web in namespace shop',
  ]);
  expect(await texts([{ verb: 'delete', before: pod('a'), propagation: 'Background', wayBack: 'controller' }])).toEqual(
    ['delete pods a in namespace shop'],
  );
  expect(await texts([{ verb: 'delete', before: pod('a'), propagation: 'Background', wayBack: 'recreate' }])).toEqual([
    'delete pods a in namespace shop',
    'create pods in namespace shop',
  ]);
  expect(await texts([{ verb: 'evict', before: pod('a') }])).toEqual(['create pods/eviction a in namespace shop']);
  expect(await texts([{ verb: 'patch', before: NODE, edits: [] }])).toEqual(['patch nodes n1 in the whole cluster']);
});

test('of its action only what it reads, where its target is', async () => {
  const action: readonly Right[] = [
    { group: 'apps', resource: 'statefulsets', verb: 'patch' },
    { group: '', resource: 'pods', verb: 'list' },
    { group: '', resource: 'nodes', verb: 'list' },
    { group: 'keda.sh', resource: 'scaledobjects', verb: 'list' },
  ];
  expect(await texts([], action)).toEqual(['list pods in namespace shop', 'list nodes in the whole cluster']);
  expect(await texts([], action, { metadata: { name: 'n1' } })).toContain('list pods in the whole cluster');
});

test('kinds of others are asked for, and nobody guesses', async () => {
  const rollout = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'r', namespace: 'shop' } };
  const writes: readonly Write[] = [{ verb: 'patch', before: rollout, edits: [] }];
  const needed = await neededRights([], WEB, writes, async (_, kind) => `${kind.toLowerCase()}s`);
  expect(needed.map(rightText)).toEqual(['patch rollouts.argoproj.io r in namespace shop']);
  await expect(neededRights([], WEB, writes, nothing)).rejects.toThrow('does not serve kind Rollout');
});
