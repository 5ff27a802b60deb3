import { describe, expect, it } from 'vitest';
import { configRestore } from '../../../../src/remedy/actions/config-restore.ts';
import { made, proposed, refusalsOf, type Stage, verified } from '../../../support/consider.ts';

const config = (data: object, more: object = {}) => made('ConfigMap', 'web', { data, ...more });
const params = { source: { data: { 'log.level': 'info', mode: 'safe' } } };
const good: Stage = { target: config({ 'log.level': 'trace', other: 'x' }), params };
const user = made('Pod', 'web-a', {
  spec: { containers: [{ name: 'c', envFrom: [{ configMapRef: { name: 'web' } }] }] },
  status: { phase: 'Running' },
});

describe('config.restore', () => {
  it('brings back the keys of the source and leaves the others', async () => {
    const proposal = await proposed(configRestore, good);
    expect(proposal).toMatchObject({ risk: 'R2', summary: 'bring back log.level and mode of ConfigMap shop/web' });
    expect(proposal.writes).toMatchObject([
      {
        edits: [
          { path: ['data', 'log.level'], value: 'info' },
          { path: ['data', 'mode'], value: 'safe' },
        ],
      },
    ]);
  });

  it('restores only what differs, and only the keys that are wanted', async () => {
    const proposal = await proposed(configRestore, { ...good, params: { ...params, keys: ['mode'] } });
    expect(proposal.writes).toMatchObject([{ edits: [{ path: ['data', 'mode'] }] }]);
    const half = await proposed(configRestore, { ...good, target: config({ mode: 'safe' }) });
    expect(half.writes).toMatchObject([{ edits: [{ path: ['data', 'log.level'] }] }]);
  });

  it('names who uses it, and is riskier then', async () => {
    const proposal = await proposed(configRestore, { ...good, objects: [user] });
    expect(proposal.risk).toBe('R3');
    expect(proposal.notes?.[0]).toContain('used by Pod shop/web-a');
  });

  it.each<readonly [string, Stage]>([
    ['immutable', { ...good, target: config({}, { immutable: true }) }],
    ['source-lacks-keys', { ...good, params: { ...params, keys: ['nothing'] } }],
    ['binary-keys', { ...good, target: config({}, { binaryData: { mode: 'AA==' } }) }],
    ['nothing-changes', { ...good, target: config(params.source.data) }],
    ['facts-unreadable', { ...good, target: config({}, { data: 'x' }) }],
    ['facts-unreadable', { ...good, unreadable: ['Pod'] }],
    ['kind-not-handled', { ...good, target: made('Secret', 'web', { data: {} }) }],
  ])('refuses for %s alone', async (id, stage) => {
    expect(await refusalsOf(configRestore, stage)).toEqual([id]);
  });

  it('is done, has failed, or waits', async () => {
    expect((await verified(configRestore, { ...good, objects: [config(params.source.data)] })).state).toBe('done');
    expect((await verified(configRestore, { ...good, objects: [good.target] })).reason).toContain('data["log.level"]');
    expect((await verified(configRestore, { ...good, unreadable: ['ConfigMap'] })).state).toBe('waiting');
  });
});
