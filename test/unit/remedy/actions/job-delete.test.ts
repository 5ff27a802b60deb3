import { describe, expect, it } from 'vitest';
import { jobDelete } from '../../../../src/remedy/actions/job-delete.ts';
import { made, ownedBy, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const cronJob = made('CronJob', 'nightly', { apiVersion: 'batch/v1' });
const job = (type: string | null, metadata: object = {}) =>
  made('Job', 'nightly-1', {
    apiVersion: 'batch/v1',
    metadata: { creationTimestamp: '2026-03-01T06:00:00Z', ...metadata },
    status: { active: type === null ? 2 : 0, conditions: type === null ? [] : [{ type, status: 'True' }] },
  });

describe('job.delete', () => {
  it('deletes a Job that has ended, in the background, and names its CronJob', async () => {
    const target = job('Failed', ownedBy(cronJob));
    const proposal = await proposed(jobDelete, { target, params: {} });
    expect(proposal.writes).toEqual([
      { verb: 'delete', before: target, propagation: 'Background', wayBack: 'recreate' },
    ]);
    expect(proposal.effects.podsDisrupted).toBe(0);
    expect(proposal.notes).toContain('CronJob nightly makes the next one when it is due');
  });

  it('deletes one that runs once it is old enough, and counts its pods', async () => {
    const proposal = await proposed(jobDelete, { target: job(null), params: { olderThan: '6h' } });
    expect(proposal.effects.podsDisrupted).toBe(2);
  });

  it.each<readonly [string, Stage]>([
    ['job-running', { target: job(null), params: {} }],
    ['job-running', { target: job(null), params: { olderThan: '7h' } }],
    ['job-running', { target: job(null, { creationTimestamp: undefined }), params: { olderThan: '1s' } }],
    ['already-deleted', { target: job('Complete', { deletionTimestamp: '2026-03-01T11:59:59Z' }), params: {} }],
    ['kind-not-handled', { target: cronJob }],
  ])('refuses for %s alone', async (id, stage) => {
    expect(await refusalsOf(jobDelete, stage)).toEqual([id]);
  });

  it('is done once Job and pods are gone', async () => {
    const target = job('Failed');
    const pod = made('Pod', 'nightly-1-x', { metadata: ownedBy(target) });
    expect((await verified(jobDelete, { target })).state).toBe('done');
    expect((await verified(jobDelete, { target, objects: [target] })).state).toBe('waiting');
    const left = await verified(jobDelete, { target, objects: [pod] });
    expect(left).toEqual({ state: 'waiting', reason: 'pods of it that are still there: 1' });
    expect((await verified(jobDelete, { target, unreadable: ['Pod'] })).state).toBe('waiting');
  });

  it('does not take another Job of the name for it', async () => {
    const another = made('Job', 'nightly-1', { apiVersion: 'batch/v1', metadata: { uid: 'another' } });
    expect((await verified(jobDelete, { target: job('Failed'), objects: [another] })).state).toBe('done');
  });
});
