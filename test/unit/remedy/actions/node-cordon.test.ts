import { describe, expect, it } from 'vitest';
import { nodeCordon } from '../../../../src/remedy/actions/node-cordon.ts';
import { made, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const node = (name: string, spec: object = {}, ready = 'True', metadata: object = {}) =>
  made('Node', name, { namespace: null, spec, metadata, status: { conditions: [{ type: 'Ready', status: ready }] } });
const params = { reason: 'its disk fails' };
const good: Stage = { target: node('one'), params, objects: [node('two')] };

describe('node.cordon', () => {
  it('keeps pods away and says why', async () => {
    const proposal = await proposed(nodeCordon, good);
    expect(proposal.writes).toEqual([
      {
        verb: 'patch',
        before: good.target,
        edits: [
          { path: ['spec', 'unschedulable'], value: true },
          { path: ['metadata', 'annotations', 'mekhanikube.io/cordoned'], value: 'its disk fails' },
        ],
      },
    ]);
    expect(proposal.effects).toEqual({ podsDisrupted: 0 });
  });

  it.each<readonly [string, Stage]>([
    ['already-cordoned', { ...good, target: node('one', { unschedulable: true }) }],
    ['too-few-nodes', { ...good, params: { ...params, minSchedulable: 2 } }],
    ['too-few-nodes', { ...good, objects: [node('two', {}, 'Unknown')] }],
    ['too-few-nodes', { ...good, objects: [node('two', { unschedulable: true })] }],
    ['too-few-nodes', { ...good, objects: [node('two', { taints: [{ key: 'a', effect: 'NoSchedule' }] })] }],
    ['too-few-nodes', { ...good, objects: [node('two', {}, 'True', { deletionTimestamp: '2026-03-01T11:00:00Z' })] }],
    ['facts-unreadable', { ...good, unreadable: ['Node'] }],
    ['kind-not-handled', { ...good, target: made('Pod', 'x') }],
  ])('refuses for %s alone', async (id, stage) => {
    expect(await refusalsOf(nodeCordon, stage)).toEqual([id]);
  });

  it('is done, has failed, or waits', async () => {
    const cordoned = node('one', { unschedulable: true }, 'True', {
      annotations: { 'mekhanikube.io/cordoned': params.reason },
    });
    expect((await verified(nodeCordon, { ...good, objects: [cordoned] })).state).toBe('done');
    expect((await verified(nodeCordon, { ...good, objects: [node('one')] })).state).toBe('failed');
    expect((await verified(nodeCordon, { ...good, unreadable: ['Node'] })).state).toBe('waiting');
  });
});
