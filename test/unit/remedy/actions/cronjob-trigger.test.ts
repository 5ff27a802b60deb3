import { describe, expect, it } from 'vitest';
import { cronjobTrigger } from '../../../../src/remedy/actions/cronjob-trigger.ts';
import { made, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const cronJob = (spec: object = {}, status: object = {}) =>
  made('CronJob', 'nightly', {
    apiVersion: 'batch/v1',
    spec: {
      jobTemplate: {
        metadata: { labels: { team: 'a' }, annotations: { why: 'b' } },
        spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } } },
      },
      ...spec,
    },
    status,
  });
const good: Stage = { target: cronJob(), params: {} };

describe('cronjob.trigger', () => {
  it('makes a Job as kubectl create job --from does', async () => {
    const proposal = await proposed(cronjobTrigger, good);
    const [write] = proposal.writes;
    expect(write?.verb === 'create' ? write.manifest : null).toEqual({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: {
        name: 'nightly-manual',
        namespace: 'shop',
        labels: { team: 'a' },
        annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', why: 'b' },
        ownerReferences: [
          { apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly', uid: 'CronJob-nightly-uid', controller: true },
        ],
      },
      spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox' }] } } },
    });
    expect(proposal.effects).toMatchObject({ podsDisrupted: 0, demand: { pods: 1, 'count/jobs.batch': 1 } });
  });

  it('says that a suspended one stays so', async () => {
    const proposal = await proposed(cronjobTrigger, { ...good, target: cronJob({ suspend: true }) });
    expect(proposal.notes).toEqual(['CronJob shop/nightly stays suspended']);
  });

  const running = { active: [{ name: 'nightly-1' }] };
  it.each<readonly [string, Stage]>([
    ['run-in-progress', { ...good, target: cronJob({ concurrencyPolicy: 'Forbid' }, running) }],
    ['facts-unreadable', { ...good, unreadable: ['Job'] }],
    ['facts-unreadable', { ...good, unreadable: ['LimitRange'] }],
    ['kind-not-handled', { target: made('Job', 'x', { apiVersion: 'batch/v1' }) }],
  ])('refuses for %s alone', async (id, stage) => {
    expect(await refusalsOf(cronjobTrigger, stage)).toEqual([id]);
  });

  it('runs beside another where that is allowed', async () => {
    expect(
      await refusalsOf(cronjobTrigger, { ...good, target: cronJob({ concurrencyPolicy: 'Allow' }, running) }),
    ).toEqual([]);
  });

  it('goes as its Job goes', async () => {
    const job = (type: string) =>
      made('Job', 'nightly-manual', { apiVersion: 'batch/v1', status: { conditions: [{ type, status: 'True' }] } });
    const see = (type: string) => verified(cronjobTrigger, { ...good, objects: [job(type)] }, [job('')]);
    expect([(await see('Complete')).state, (await see('')).state, (await see('Failed')).state]).toEqual([
      'done',
      'waiting',
      'failed',
    ]);
  });
});
