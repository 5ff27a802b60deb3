import { describe, expect, it } from 'vitest';
import { objectDelete } from '../../../../src/remedy/actions/object-delete.ts';
import { made, ownedBy, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const ended = (finishedAt: string) => ({
  phase: 'Failed',
  reason: 'Evicted',
  containerStatuses: [{ name: 'c', state: { terminated: { finishedAt } } }],
});
const pod = (fields: Readonly<Record<string, unknown>> = {}) =>
  made('Pod', 'old', { spec: { containers: [{ name: 'c' }] }, status: ended('2026-03-01T10:00:00Z'), ...fields });
const job = (type: string) =>
  made('Job', 'work', {
    apiVersion: 'batch/v1',
    status: { conditions: [{ type, status: 'True', lastTransitionTime: '2026-03-01T10:00:00Z' }] },
  });
const old = { creationTimestamp: '2026-03-01T10:00:00Z' };
const set = (replicas: number, metadata: object = old) =>
  made('ReplicaSet', 'web-1', { apiVersion: 'apps/v1', spec: { replicas }, status: { replicas }, metadata });
const params = { olderThan: '1h' };

describe('object.delete', () => {
  it.each([
    ['an evicted pod', pod(), 'none'],
    ['a Job that has failed', job('Failed'), 'none'],
    ['an orphaned ReplicaSet without pods', set(0), 'recreate'],
  ] as const)('deletes %s', async (_name, target, wayBack) => {
    const proposal = await proposed(objectDelete, { target, params });
    expect(proposal.writes).toEqual([{ verb: 'delete', before: target, propagation: 'Background', wayBack }]);
    expect(proposal).toMatchObject({ risk: 'R4', effects: { podsDisrupted: 0 } });
  });

  it('lists the finalizers that it waits for', async () => {
    const target = pod({ metadata: { finalizers: ['batch.kubernetes.io/job-tracking'] } });
    const { notes } = await proposed(objectDelete, { target, params });
    expect(notes?.[0]).toBe('goes when its finalizers are done: batch.kubernetes.io/job-tracking');
  });

  const running = job('Suspended');
  const owned = pod({ metadata: ownedBy(job('Complete')) });
  it.each<readonly [string, Stage]>([
    ['pod-running', { target: pod({ status: { ...ended('2026-03-01T10:00:00Z'), phase: 'Running' } }), params }],
    ['job-running', { target: owned, objects: [running], params }],
    ['facts-unreadable', { target: owned, unreadable: ['Job'], params }],
    ['owned', { target: set(0, { ...old, ...ownedBy(made('Deployment', 'web', { apiVersion: 'apps/v1' })) }), params }],
    ['replicas-left', { target: set(1), params }],
    ['too-young', { target: pod({ status: ended('2026-03-01T11:30:00Z') }), params }],
    ['age-unknown', { target: set(0, {}), params }],
    ['already-deleted', { target: pod({ metadata: { deletionTimestamp: '2026-03-01T11:59:00Z' } }), params }],
    ['kind-not-handled', { target: made('ConfigMap', 'x'), params }],
  ])('refuses for %s alone', async (id, stage) => {
    expect(await refusalsOf(objectDelete, stage)).toEqual([id]);
  });

  it('does not take a Job that runs for one that has ended', async () => {
    expect(await refusalsOf(objectDelete, { target: running, params })).toEqual(['job-running', 'age-unknown']);
  });

  it('is done once it is gone, and waits before', async () => {
    expect((await verified(objectDelete, { target: pod(), params })).state).toBe('done');
    expect((await verified(objectDelete, { target: pod(), params, objects: [pod()] })).state).toBe('waiting');
    expect((await verified(objectDelete, { target: pod(), params, unreadable: ['Pod'] })).state).toBe('waiting');
  });
});
