import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  Buckets,
  giveBackTokens,
  type RateScope,
  rateOf,
  rateScopes,
  takeTokens,
} from '../../../../src/remedy/safeguards/tokens.ts';
import { at, HOUR, MINUTE, minutes } from './history.ts';

const POLICY: RateScope = { key: 'policy/web', limit: { max: 5, windowMs: HOUR } };
const CLUSTER: RateScope = { key: 'cluster', limit: { max: 2, windowMs: HOUR } };

/** Takes as many as it can. */
function burst(buckets: Buckets, scopes: readonly RateScope[], count: number, now = at(0)) {
  let [left, taken] = [buckets, 0];
  for (let index = 0; index < count; index++) {
    const next = takeTokens(left, scopes, now);
    if (next === null) continue;
    left = next;
    taken++;
  }
  return { left, taken };
}

test('of fifty at once, as many as the window allows; the next comes with its share of it', () => {
  const { left, taken } = burst({}, [POLICY], 50);
  expect(taken).toBe(5);
  const rate = rateOf(left, [POLICY], at(0));
  expect(rate).toMatchObject({ state: 'spent', scope: 'policy/web' });
  expect(rate.state === 'spent' ? minutes(rate.freeAt) : null).toBe(12);
  expect(rateOf(left, [POLICY], at(12 * MINUTE - 1)).state).toBe('spent');
  expect(rateOf(left, [POLICY], at(12 * MINUTE)).state).toBe('free');
});

test('a restart fills no bucket: what is on disk is what is left', () => {
  const { left } = burst({}, [POLICY], 50);
  const readBack = Buckets.parse(JSON.parse(JSON.stringify(left)));
  expect(takeTokens(readBack, [POLICY], at(MINUTE))).toBeNull();
});

test('a jump of the clock mints no token', () => {
  const { left } = burst({}, [POLICY], 50);
  for (const jumpMs of [HOUR, -HOUR, 24 * HOUR]) {
    expect(takeTokens(left, [POLICY], at(MINUTE, { jumpMs }))).toBeNull();
  }
  expect(takeTokens(left, [POLICY], at(-HOUR, { boot: 'boot-2' }))).toBeNull();
});

test('all scopes give one, or none does', () => {
  const { left, taken } = burst({}, [POLICY, CLUSTER], 5);
  expect(taken).toBe(2);
  expect(rateOf(left, [POLICY, CLUSTER], at(0))).toMatchObject({ scope: 'cluster' });
  expect(burst(left, [POLICY], 50).taken).toBe(3);
});

test('what was given back can be taken again, and never more than there were', () => {
  const { left } = burst({}, [POLICY], 5);
  const back = giveBackTokens(left, [POLICY], at(0));
  expect(burst(back, [POLICY], 50).taken).toBe(1);
  expect(burst(giveBackTokens({}, [POLICY], at(0)), [POLICY], 50).taken).toBe(5);
});

test('a limit that is lowered holds at once', () => {
  const { left } = burst({}, [POLICY], 1);
  expect(burst(left, [{ ...POLICY, limit: { max: 1, windowMs: HOUR } }], 50).taken).toBe(1);
});

test('a limit of none is never free', () => {
  const none = [{ key: 'x', limit: { max: 0, windowMs: HOUR } }];
  expect(rateOf({}, none, at(0))).toMatchObject({ state: 'spent', freeAt: null });
});

test('the name of a scope may be anything', () => {
  expect(takeTokens({}, [{ ...POLICY, key: 'constructor' }], at(0))).not.toBeNull();
});

test('scopes: without a policy or a namespace there is none of it', () => {
  const limit = { max: 1, windowMs: HOUR };
  const keys = (run: Parameters<typeof rateScopes>[0], cluster: typeof limit | null) =>
    rateScopes(run, { policy: limit, namespace: limit, cluster }).map(({ key }) => key);
  expect(keys({ policy: 'web', namespace: 'shop' }, limit)).toEqual(['policy/web', 'namespace/shop', 'cluster']);
  expect(keys({ policy: null, namespace: null }, null)).toEqual([]);
});

test('never more than the burst and what time has brought, however clocks jump', () => {
  const step = fc.record({ afterMs: fc.integer({ min: 0, max: HOUR }), jumpMs: fc.integer({ min: -HOUR, max: HOUR }) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      let [buckets, taken, time]: [Buckets, number, number] = [{}, 0, 0];
      for (const { afterMs, jumpMs } of steps) {
        time += afterMs;
        const next = takeTokens(buckets, [POLICY], at(time, { jumpMs }));
        if (next !== null) [buckets, taken] = [next, taken + 1];
      }
      expect(taken).toBeLessThanOrEqual(5 + (time * 5) / HOUR + 1e-6);
    }),
  );
});
