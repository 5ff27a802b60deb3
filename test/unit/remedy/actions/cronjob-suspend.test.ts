import { describe, expect, it } from 'vitest';
import { cronjobSuspend } from '../../../../src/remedy/actions/cronjob-suspend.ts';
import { made, proposed, refusalsOf, verified } from '../../../support/consider.ts';

const cronJob = (suspend: boolean, more: object = {}) =>
  made('CronJob', 'nightly', {
    apiVersion: 'batch/v1',
    spec: { suspend, ...more },
    status: { active: [{ name: 'a' }] },
  });

describe('cronjob.suspend', () => {
  it('sets spec.suspend to true and disrupts nothing', async () => {
    const target = cronJob(false);
    const proposal = await proposed(cronjobSuspend, { target });
    expect(proposal.writes).toEqual([
      { verb: 'patch', before: target, edits: [{ path: ['spec', 'suspend'], value: true }] },
    ]);
    expect(proposal).toMatchObject({
      summary: 'suspend CronJob shop/nightly',
      risk: 'R2',
      effects: { podsDisrupted: 0 },
    });
    expect(proposal.notes).toHaveLength(1);
  });

  it('refuses for already-suspended alone, and another kind', async () => {
    expect(await refusalsOf(cronjobSuspend, { target: cronJob(true) })).toEqual(['already-suspended']);
    expect(await refusalsOf(cronjobSuspend, { target: made('Job', 'x') })).toEqual(['kind-not-handled']);
  });

  it('is done while the field holds, has failed where somebody changed it back, waits where nobody can look', async () => {
    const target = cronJob(false);
    const see = (objects: readonly ReturnType<typeof cronJob>[], unreadable: readonly string[] = []) =>
      verified(cronjobSuspend, { target, objects, unreadable });
    expect((await see([cronJob(true)])).state).toBe('done');
    expect((await see([cronJob(false)])).reason).toBe(
      'spec.suspend of CronJob shop/nightly holds another value: somebody changed it back',
    );
    expect((await see([])).state).toBe('failed');
    expect((await see([], ['CronJob'])).state).toBe('waiting');
  });
});
