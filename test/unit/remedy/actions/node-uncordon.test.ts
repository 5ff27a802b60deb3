import { describe, expect, it } from 'vitest';
import { nodeUncordon } from '../../../../src/remedy/actions/node-uncordon.ts';
import { made, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const node = (spec: object, metadata: object = {}) => made('Node', 'one', { namespace: null, spec, metadata });
const ours = { annotations: { 'mekhanikube.io/cordoned': 'its disk fails' } };
const good: Stage = { target: node({ unschedulable: true }, ours), params: {} };

describe('node.uncordon', () => {
  it('takes field and annotation away, and repeats why it was cordoned', async () => {
    const proposal = await proposed(nodeUncordon, good);
    expect(proposal.summary).toBe('uncordon Node one, cordoned because: its disk fails');
    expect(proposal.writes).toMatchObject([
      {
        edits: [{ path: ['spec', 'unschedulable'] }, { path: ['metadata', 'annotations', 'mekhanikube.io/cordoned'] }],
      },
    ]);
  });

  it('uncordons what others cordoned only by force', async () => {
    const target = node({ unschedulable: true });
    expect(await refusalsOf(nodeUncordon, { target, params: {} })).toEqual(['cordoned-by-others']);
    const proposal = await proposed(nodeUncordon, { target, params: { force: true } });
    expect(proposal.writes).toMatchObject([{ edits: [{ path: ['spec', 'unschedulable'], value: undefined }] }]);
  });

  it.each<readonly [string, Stage]>([
    ['not-cordoned', { ...good, target: node({}, ours) }],
    [
      'node-being-removed',
      { ...good, target: node({ unschedulable: true }, { ...ours, deletionTimestamp: '2026-03-01T11:00:00Z' }) },
    ],
    ['kind-not-handled', { ...good, target: made('Pod', 'x') }],
  ])('refuses for %s alone', async (id, stage) => {
    expect(await refusalsOf(nodeUncordon, stage)).toEqual([id]);
  });

  it('is done, has failed, or waits', async () => {
    expect((await verified(nodeUncordon, { ...good, objects: [node({})] })).state).toBe('done');
    expect((await verified(nodeUncordon, { ...good, objects: [node({ unschedulable: true })] })).state).toBe('failed');
    expect((await verified(nodeUncordon, { ...good, unreadable: ['Node'] })).state).toBe('waiting');
  });
});
