import { describe, expect, it } from 'vitest';
import { nodeTaint } from '../../../../src/remedy/actions/node-taint.ts';
import { made, ownedBy, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const node = (...taints: readonly object[]) => made('Node', 'one', { namespace: null, spec: { taints } });
const set = made('ReplicaSet', 'web-1', { apiVersion: 'apps/v1' });
const pod = (name: string, tolerations: readonly object[] = [], metadata: object = ownedBy(set)) =>
  made('Pod', name, { spec: { nodeName: 'one', tolerations }, metadata, status: { phase: 'Running' } });
const params = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };
const ending = { ...params, effect: 'NoExecute' };
const good: Stage = { target: node(), params };

describe('node.taint', () => {
  it('adds the taint by its key, and ends no pod', async () => {
    const proposal = await proposed(nodeTaint, { ...good, unreadable: ['Pod'] });
    expect(proposal).toMatchObject({ risk: 'R2', effects: { podsDisrupted: 0 } });
    expect(proposal.writes).toMatchObject([
      { edits: [{ path: ['spec', 'taints', { key: 'key', value: 'dedicated' }], value: params }] },
    ]);
  });

  it('counts the pods that NoExecute ends: those that do not tolerate it, or not for ever', async () => {
    const always = [{ key: 'dedicated', operator: 'Exists' }];
    const objects = [
      pod('ended'),
      pod('later', [{ ...always[0], tolerationSeconds: 60 }]),
      pod('stays', always),
      pod('mirror', [], { annotations: { 'kubernetes.io/config.mirror': 'x' } }),
    ];
    const proposal = await proposed(nodeTaint, { ...good, params: ending, objects });
    expect(proposal).toMatchObject({ risk: 'R3', effects: { podsDisrupted: 2 } });
  });

  it('replaces the whole list where the key stands twice', async () => {
    const other = { key: 'dedicated', value: 'gpu', effect: 'PreferNoSchedule' };
    const proposal = await proposed(nodeTaint, { ...good, target: node(other) });
    expect(proposal.writes).toMatchObject([{ edits: [{ path: ['spec', 'taints'], value: [other, params] }] }]);
  });

  it.each<readonly [string, Stage]>([
    ['reserved-taint', { ...good, params: { ...params, key: 'node.kubernetes.io/unreachable' } }],
    ['reserved-taint', { ...good, params: { ...params, key: 'node-role.kubernetes.io/control-plane' } }],
    ['taint-present', { ...good, target: node(params) }],
    ['facts-unreadable', { ...good, params: ending, unreadable: ['Pod'] }],
    ['naked-pods', { ...good, params: ending, objects: [pod('alone', [], {})] }],
    ['kind-not-handled', { ...good, target: made('Pod', 'x') }],
  ])('refuses for %s alone', async (id, stage) => {
    expect(await refusalsOf(nodeTaint, stage)).toEqual([id]);
  });

  it('is done, has failed, or waits', async () => {
    expect((await verified(nodeTaint, { ...good, objects: [node(params)] })).state).toBe('done');
    expect((await verified(nodeTaint, { ...good, objects: [node({ ...params, value: 'x' })] })).state).toBe('failed');
    expect((await verified(nodeTaint, good)).state).toBe('failed');
    expect((await verified(nodeTaint, { ...good, unreadable: ['Node'] })).state).toBe('waiting');
  });
});
