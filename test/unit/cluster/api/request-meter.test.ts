import { describe, expect, test } from 'vitest';
import type { Api } from '../../../../src/cluster/api/client.ts';
import { meterRequests } from '../../../../src/cluster/api/request-meter.ts';
import { startFakeApi } from '../../../support/fake-api/fake-api.ts';
import { status, tooManyRequests } from '../../../support/fake-api/faults.ts';
import { snapshotFrom } from '../../../support/fake-api/snapshot-of.ts';

/** Each request is answered with these, one after the other. */
function answering(...answers: readonly (readonly [status: number, ms: number])[]): Api {
  return {
    get: async (_path, _signal, _accept, onAnswer) => {
      for (const [code, ms] of answers) onAnswer?.(code, ms);
      return { state: 'failed', reason: '' };
    },
  };
}

const { signal } = new AbortController();

describe('a tally', () => {
  test('of nothing is nothing', () => {
    expect(meterRequests(answering()).tally()).toEqual({ count: 0, p95Ms: 0, throttled: 0 });
  });

  test.each([
    [20, 19],
    [100, 95],
    [1, 1],
  ])('of %i requests has a time that one in twenty exceeds', async (count, expected) => {
    const times = Array.from({ length: count }, (_, index) => count - index);
    let next = 0;
    const inner: Api = {
      get: async (_path, _signal, _accept, onAnswer) => {
        onAnswer?.(200, times[next++] ?? 0);
        return { state: 'failed', reason: '' };
      },
    };
    const { api, tally } = meterRequests(inner);
    for (const _ of times) await api.get('/', signal);
    expect(tally()).toEqual({ count, p95Ms: expected, throttled: 0 });
  });

  test('counts a request that is turned away several times once, and not how long that took', async () => {
    const { api, tally } = meterRequests(answering([429, 9_000], [429, 9_000], [200, 40]));
    await api.get('/a', signal);
    await api.get('/b', signal);
    expect(tally()).toEqual({ count: 2, p95Ms: 40, throttled: 2 });
  });
});

describe('a snapshot', () => {
  const kinds = ['ControlPlane', 'Pod', 'Node', 'Deployment'] as const;

  test('tells what became of its requests', async () => {
    const faults = [tooManyRequests('/api/v1/pods', '0', { times: 3 }), tooManyRequests('/api/v1/nodes', '3600')];
    const api = await startFakeApi({ faults });
    const snapshot = await snapshotFrom({ server: api.url }, { kinds });
    expect(snapshot.objects.ControlPlane?.[0]?.ourRequests).toMatchObject({ count: 3, throttled: 2 });
  });

  test('holds them against nobody where another status fails', async () => {
    const api = await startFakeApi({ faults: [status('/api/v1/pods', 500, 'oh')] });
    const snapshot = await snapshotFrom({ server: api.url }, { kinds });
    expect(snapshot.objects.ControlPlane?.[0]?.ourRequests).toMatchObject({ count: 3, throttled: 0 });
  });

  test('does not ask about the server where nobody wants to know', async () => {
    const api = await startFakeApi();
    expect((await snapshotFrom({ server: api.url }, { kinds: ['Pod'] })).objects.ControlPlane).toBeUndefined();
  });
});
