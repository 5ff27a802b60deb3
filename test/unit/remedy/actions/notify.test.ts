import { describe, expect, it } from 'vitest';
import { notify } from '../../../../src/remedy/actions/notify.ts';
import { made, proposed, refusalsOf, verified } from '../../../support/consider.ts';

const target = made('Deployment', '{check}', { apiVersion: 'apps/v1' });

describe('notify', () => {
  it('writes nothing, and says what it would say; what is filled in is no template', async () => {
    const params = { channel: 'oncall', template: '{target} in {namespace}: {kind} {name}' };
    const proposal = await proposed(notify, { target, params });
    expect(proposal).toMatchObject({ risk: 'R0', writes: [], effects: { podsDisrupted: 0 } });
    expect(proposal.notes).toEqual(['Deployment shop/{check} in shop: Deployment {check}']);
    expect(proposal.signature).toEqual({ ...params, repeat: '4h' });
  });

  it('takes no placeholder that nobody fills, and no address for a channel', async () => {
    await expect(refusalsOf(notify, { target, params: { channel: 'oncall', template: '{secret}' } })).rejects.toThrow(
      'only {check}',
    );
    await expect(refusalsOf(notify, { target, params: { channel: 'https://x.example' } })).rejects.toThrow('channel');
  });

  it('has nothing to wait for', async () => {
    expect((await verified(notify, { target })).state).toBe('done');
  });
});
