import { expect, test } from 'vitest';
import type { Attempt } from '../../../../src/remedy/safeguards/attempt.ts';
import { type CooldownSettings, cooldownOf } from '../../../../src/remedy/safeguards/cooldown.ts';
import { at, attempt, HOUR, MINUTE, minutes } from './history.ts';

const SETTINGS: CooldownSettings = {
  perTargetMs: 30 * MINUTE,
  perPolicyMs: null,
  afterFailureMs: 2 * HOUR,
  backoff: { factor: 2, maxMs: 6 * HOUR },
};
const WANTED = { policy: 'web', target: 'uid-web' };

function until(attempts: readonly Attempt[], nowMs: number, settings: Partial<CooldownSettings> = {}, jumpMs = 0) {
  const cooldown = cooldownOf(attempts, WANTED, { ...SETTINGS, ...settings }, at(nowMs, { jumpMs }));
  return cooldown.state === 'ready' ? 'ready' : minutes(cooldown.until);
}

test('ready without a history, and when the time is over', () => {
  expect(until([], 0)).toBe('ready');
  expect(until([attempt(0, 'succeeded')], 30 * MINUTE - 1)).toBe(30);
  expect(until([attempt(0, 'succeeded')], 30 * MINUTE)).toBe('ready');
});

test('other targets do not count, other policies on the target do', () => {
  expect(until([attempt(0, 'succeeded', { target: 'uid-db' })], 1)).toBe('ready');
  expect(until([attempt(0, 'succeeded', { policy: 'other' })], 1)).toBe(30);
  expect(until([attempt(0, 'succeeded', { policy: null })], 1)).toBe(30);
});

test('each failure in a row doubles the wait, up to the most', () => {
  const failures = (count: number) => Array.from({ length: count }, () => attempt(0, 'failed'));
  expect([1, 2, 3, 9].map((count) => until(failures(count), 1))).toEqual([120, 240, 360, 360]);
  expect(until([...failures(3), attempt(0, 'succeeded'), ...failures(1)], 1)).toBe(120);
  expect(until([...failures(3), attempt(0, 'succeeded')], 1)).toBe(30);
  expect(until(failures(2), 1, { backoff: null })).toBe(120);
});

test('a failure never makes the wait shorter than a success', () => {
  expect(until([attempt(0, 'failed')], 1, { afterFailureMs: null })).toBe(30);
  expect(until([attempt(0, 'failed')], 1, { perTargetMs: 3 * HOUR, backoff: { factor: 1, maxMs: 1 } })).toBe(180);
});

test('the policy has a time of its own, and the later end counts', () => {
  const others = [attempt(0, 'succeeded', { target: 'uid-db' })];
  expect(until(others, 1, { perPolicyMs: HOUR })).toBe(60);
  expect(until([...others, attempt(40 * MINUTE, 'failed')], 41 * MINUTE, { perPolicyMs: HOUR })).toBe(160);
  const byHand = [attempt(0, 'succeeded', { policy: null, target: 'uid-db' })];
  expect(cooldownOf(byHand, { ...WANTED, policy: null }, { ...SETTINGS, perPolicyMs: HOUR }, at(1)).state).toBe(
    'ready',
  );
});

test('counts from the end of a run, whichever began last, and from the start of one that runs', () => {
  const long = attempt(0, 'succeeded', { endedAt: at(50 * MINUTE) });
  expect(until([long, attempt(10 * MINUTE, 'succeeded')], 51 * MINUTE)).toBe(80);
  expect(until([attempt(0, 'running')], 1)).toBe(30);
});

test('what was withdrawn counts for nothing', () => {
  expect(until([attempt(0, 'withdrawn')], 1)).toBe('ready');
  expect(until([attempt(0, 'failed'), attempt(0, 'withdrawn'), attempt(0, 'failed')], 1)).toBe(240);
});

test('a jump of the clock ends no cooldown', () => {
  expect(until([attempt(0, 'succeeded')], MINUTE, {}, HOUR)).toBe(90);
  expect(until([attempt(0, 'succeeded')], MINUTE, {}, -HOUR)).toBe(-30);
});

test('says of what, how and when', () => {
  expect(cooldownOf([attempt(0, 'failed')], WANTED, SETTINGS, at(1))).toMatchObject({
    because: 'the last run run-0 of the target failed at 2026-03-02T10:00:00.000Z',
  });
});
