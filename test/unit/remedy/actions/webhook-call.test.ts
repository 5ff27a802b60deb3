import { describe, expect, it } from 'vitest';
import { webhookCall } from '../../../../src/remedy/actions/webhook-call.ts';
import { made, proposed, refusalsOf, verified } from '../../../support/consider.ts';

const target = made('Deployment', 'web', { apiVersion: 'apps/v1' });

describe('webhook.call', () => {
  it('writes nothing to the cluster, has the risk that was declared, and fills in its body', async () => {
    const params = { hook: 'runbook', body: { workload: '{target}' }, risk: 'R1', undoHook: 'back' };
    const proposal = await proposed(webhookCall, { target, params });
    expect(proposal).toMatchObject({ risk: 'R1', writes: [], wayBack: 'call back' });
    expect(proposal.notes).toEqual(['workload: Deployment shop/web']);
  });

  it('is as risky as can be where nothing was declared', async () => {
    expect((await proposed(webhookCall, { target, params: { hook: 'runbook' } })).risk).toBe('R3');
  });

  it('takes the name of a hook and no address', async () => {
    await expect(refusalsOf(webhookCall, { target, params: { hook: 'http://169.254.169.254/' } })).rejects.toThrow(
      'hook',
    );
    await expect(refusalsOf(webhookCall, { target, params: { hook: 'a', body: { x: '{y}' } } })).rejects.toThrow(
      'only {check}',
    );
  });

  it('has nothing to wait for in the cluster', async () => {
    expect((await verified(webhookCall, { target })).state).toBe('done');
  });
});
