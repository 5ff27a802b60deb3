import { describe, expect, test } from 'vitest';
import { rolloutPause } from '../../../../src/remedy/actions/rollout-pause.ts';
import { deployment, editTexts, proposed, refusals, verified } from '../../../support/rollout-stage.ts';

describe('rollout.pause', () => {
  test('sets paused, and says so where a rollout is under way', async () => {
    const proposal = await proposed(rolloutPause, deployment(), {});
    expect(editTexts(proposal)).toEqual(['spec.paused = true']);
    expect(proposal).toMatchObject({ risk: 'R2', effects: { podsDisrupted: 0 } });
    expect(proposal.notes).toBeUndefined();
    const under = await proposed(rolloutPause, deployment({}, { updatedReplicas: 1 }), {});
    expect(under.notes).toEqual(['a rollout is under way: pods of both templates stay side by side']);
  });

  test('is refused where it is paused already', async () => {
    expect(await refusals(rolloutPause, deployment({ paused: true }), {})).toEqual(['rollout-paused']);
  });

  test('is verified by reading it back', async () => {
    const before = deployment();
    expect((await verified(rolloutPause, before, {}, deployment({ paused: true }))).state).toBe('done');
    expect((await verified(rolloutPause, before, {}, before)).state).toBe('failed');
    expect((await verified(rolloutPause, before, {}, null)).state).toBe('failed');
    expect((await verified(rolloutPause, before, {}, before, { unreadable: ['Deployment'] })).state).toBe('waiting');
    const other = deployment({ paused: true });
    const again = { ...other, metadata: { ...other.metadata, uid: 'another' } };
    expect((await verified(rolloutPause, before, {}, again)).state).toBe('failed');
  });
});
