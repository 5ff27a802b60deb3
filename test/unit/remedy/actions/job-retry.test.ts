import { describe, expect, it } from 'vitest';
import { jobRetry } from '../../../../src/remedy/actions/job-retry.ts';
import { made, ownedBy, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const cronJob = made('CronJob', 'nightly', { apiVersion: 'batch/v1' });
const uids = {
  'controller-uid': 'u',
  'batch.kubernetes.io/controller-uid': 'u',
  'job-name': 'work',
  'batch.kubernetes.io/job-name': 'work',
};
const job = ({ type = 'Failed', spec = {}, metadata = {} }: { type?: string; spec?: object; metadata?: object } = {}) =>
  made('Job', 'work', {
    apiVersion: 'batch/v1',
    metadata: {
      labels: { team: 'a', ...uids },
      annotations: { 'batch.kubernetes.io/job-tracking': '', why: 'b' },
      ...metadata,
    },
    spec: {
      parallelism: 2,
      backoffLimit: 1,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'u' } },
      template: {
        metadata: { labels: { app: 'work', ...uids } },
        spec: { containers: [{ name: 'c', resources: { requests: { cpu: '500m' }, limits: { memory: '1Gi' } } }] },
      },
      ...spec,
    },
    status: { failed: 2, conditions: [{ type, status: 'True', reason: 'BackoffLimitExceeded' }] },
  });
const good: Stage = { target: job(), params: {} };

describe('job.retry', () => {
  it('clones it under a new name, without what ties it to its old pods', async () => {
    const proposal = await proposed(jobRetry, {
      ...good,
      target: job({ metadata: ownedBy(cronJob) }),
      objects: [cronJob],
    });
    const [write] = proposal.writes;
    const manifest = JSON.parse(JSON.stringify(write?.verb === 'create' ? write.manifest : null));
    expect(manifest).toEqual({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: 'work-retry',
        namespace: 'shop',
        labels: { team: 'a' },
        annotations: { why: 'b' },
        ...ownedBy(cronJob),
      },
      spec: {
        parallelism: 2,
        backoffLimit: 1,
        suspend: false,
        template: { ...JSON.parse(JSON.stringify(job())).spec.template, metadata: { labels: { app: 'work' } } },
      },
    });
    expect(proposal.effects).toMatchObject({
      podsDisrupted: 0,
      demand: { pods: 2, 'requests.cpu': 1, 'limits.memory': 2 ** 31, 'count/jobs.batch': 1 },
      podRequests: { cpu: 0.5 },
    });
  });

  it('takes the next free name, and keeps names short enough for a label', async () => {
    const taken = made('Job', 'work-retry', { apiVersion: 'batch/v1' });
    expect((await proposed(jobRetry, { ...good, objects: [taken] })).summary).toContain('Job work-retry-2');
    const long = { ...job(), metadata: { ...job().metadata, name: 'x'.repeat(63) } };
    const [write] = (await proposed(jobRetry, { ...good, target: long })).writes;
    expect(write?.verb === 'create' ? write.manifest.metadata.name : '').toBe(`${'x'.repeat(57)}-retry`);
  });

  it.each<readonly [string, Stage]>([
    ['job-not-failed', { ...good, target: job({ type: 'Complete' }) }],
    ['manual-selector', { ...good, target: job({ spec: { manualSelector: true } }) }],
    ['owner-gone', { ...good, target: job({ metadata: ownedBy(cronJob) }) }],
    ['facts-unreadable', { ...good, target: job({ metadata: ownedBy(cronJob) }), unreadable: ['CronJob'] }],
    ['facts-unreadable', { ...good, unreadable: ['Job'] }],
    ['facts-unreadable', { ...good, unreadable: ['LimitRange'] }],
    ['kind-not-handled', { target: cronJob }],
  ])('refuses for %s alone', async (id, stage) => {
    expect(await refusalsOf(jobRetry, stage)).toEqual([id]);
  });

  it('goes as its copy goes', async () => {
    const copy = (conditions: readonly object[]) =>
      made('Job', 'work-retry', { apiVersion: 'batch/v1', status: { conditions } });
    const see = (conditions: readonly object[]) =>
      verified(jobRetry, { ...good, objects: [copy(conditions)] }, [copy([])]);
    expect((await see([{ type: 'Complete', status: 'True' }])).state).toBe('done');
    expect((await see([])).state).toBe('waiting');
    expect(await see([{ type: 'Failed', status: 'True', reason: 'DeadlineExceeded' }])).toEqual({
      state: 'failed',
      reason: 'Job shop/work-retry has failed: DeadlineExceeded',
    });
    expect((await verified(jobRetry, good, [copy([])])).state).toBe('failed');
    expect((await verified(jobRetry, { ...good, unreadable: ['Job'] }, [copy([])])).state).toBe('waiting');
    expect((await verified(jobRetry, good, [null])).state).toBe('failed');
  });
});
