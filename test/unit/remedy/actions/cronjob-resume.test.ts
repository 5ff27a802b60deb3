import { describe, expect, it } from 'vitest';
import { cronjobResume } from '../../../../src/remedy/actions/cronjob-resume.ts';
import { made, proposed, refusalsOf, verified } from '../../../support/consider.ts';

const cronJob = (suspend: boolean, more: object = {}) =>
  made('CronJob', 'nightly', {
    apiVersion: 'batch/v1',
    spec: { suspend, ...more },
    status: { active: [{ name: 'a' }] },
  });

describe('cronjob.resume', () => {
  it('sets spec.suspend to false and disrupts nothing', async () => {
    const target = cronJob(true);
    const proposal = await proposed(cronjobResume, { target });
    expect(proposal.writes).toEqual([
      { verb: 'patch', before: target, edits: [{ path: ['spec', 'suspend'], value: false }] },
    ]);
    expect(proposal).toMatchObject({
      summary: 'resume CronJob shop/nightly',
      risk: 'R2',
      effects: { podsDisrupted: 0 },
    });
    expect(proposal.notes).toHaveLength(1);
  });

  it('refuses for not-suspended alone, and another kind', async () => {
    expect(await refusalsOf(cronjobResume, { target: cronJob(false) })).toEqual(['not-suspended']);
    expect(await refusalsOf(cronjobResume, { target: made('Job', 'x') })).toEqual(['kind-not-handled']);
  });

  it('is done while the field holds, has failed where somebody changed it back, waits where nobody can look', async () => {
    const target = cronJob(true);
    const see = (objects: readonly ReturnType<typeof cronJob>[], unreadable: readonly string[] = []) =>
      verified(cronjobResume, { target, objects, unreadable });
    expect((await see([cronJob(false)])).state).toBe('done');
    expect((await see([cronJob(true)])).reason).toBe(
      'spec.suspend of CronJob shop/nightly holds another value: somebody changed it back',
    );
    expect((await see([])).state).toBe('failed');
    expect((await see([], ['CronJob'])).state).toBe('waiting');
  });
});
