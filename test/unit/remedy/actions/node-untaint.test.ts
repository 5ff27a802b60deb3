import { describe, expect, it } from 'vitest';
import { nodeUntaint } from '../../../../src/remedy/actions/node-untaint.ts';
import { made, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const node = (...taints: readonly object[]) => made('Node', 'one', { namespace: null, spec: { taints } });
const hard = { key: 'dedicated', value: 'gpu', effect: 'NoSchedule' };
const soft = { key: 'dedicated', value: 'gpu', effect: 'PreferNoSchedule' };
const good: Stage = { target: node(hard, { key: 'other', effect: 'NoSchedule' }), params: { key: 'dedicated' } };

describe('node.untaint', () => {
  it('takes the one taint of that key away', async () => {
    const proposal = await proposed(nodeUntaint, good);
    expect(proposal.summary).toBe('take dedicated=gpu:NoSchedule off Node one');
    expect(proposal.writes).toEqual([
      {
        verb: 'patch',
        before: good.target,
        edits: [{ path: ['spec', 'taints', { key: 'key', value: 'dedicated' }], value: undefined }],
      },
    ]);
  });

  it('leaves the one with another effect', async () => {
    const proposal = await proposed(nodeUntaint, {
      target: node(hard, soft),
      params: { key: 'dedicated', effect: 'NoSchedule' },
    });
    expect(proposal.writes).toMatchObject([{ edits: [{ path: ['spec', 'taints'], value: [soft] }] }]);
  });

  it.each<readonly [string, Stage]>([
    ['taint-absent', { ...good, target: node() }],
    ['taint-absent', { ...good, params: { key: 'dedicated', effect: 'NoExecute' } }],
    [
      'reserved-taint',
      {
        target: node({ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }),
        params: { key: 'node.kubernetes.io/not-ready' },
      },
    ],
    ['kind-not-handled', { ...good, target: made('Pod', 'x') }],
  ])('refuses for %s alone', async (id, stage) => {
    expect(await refusalsOf(nodeUntaint, stage)).toEqual([id]);
  });

  it('is done, has failed, or waits', async () => {
    expect((await verified(nodeUntaint, { ...good, objects: [node()] })).state).toBe('done');
    expect((await verified(nodeUntaint, { ...good, objects: [node(soft)] })).state).toBe('failed');
    expect((await verified(nodeUntaint, { ...good, unreadable: ['Node'] })).state).toBe('waiting');
  });
});
