import { expect, test } from 'vitest';
import type { Attempt } from '../../../../src/remedy/safeguards/attempt.ts';
import { breakerOf } from '../../../../src/remedy/safeguards/breaker.ts';
import { at, attempt, HOUR, MINUTE, minutes } from './history.ts';

const SETTINGS = { failures: 3, withinMs: 24 * HOUR, openForMs: 6 * HOUR };
const FAILED = [0, 1, 2].map((hour) => attempt(hour * HOUR, 'failed'));

function stateAt(ms: number, attempts: readonly Attempt[], jumpMs = 0): string {
  const breaker = breakerOf(attempts, 'web', SETTINGS, at(ms, { jumpMs }));
  if (breaker.state === 'open') return `open until ${minutes(breaker.until)}`;
  return breaker.state === 'half-open' ? `half-open ${breaker.probe ?? 'free'}` : breaker.state;
}

test('opens with the last of so many failures, and for so long', () => {
  expect(stateAt(2 * HOUR, FAILED.slice(0, 2))).toBe('closed');
  expect(stateAt(2 * HOUR, FAILED)).toBe('open until 480');
  expect(stateAt(8 * HOUR, FAILED)).toBe('half-open free');
});

test('failures that are far apart do not open it, nor those of others', () => {
  expect(
    stateAt(
      50 * HOUR,
      [0, 13, 24].map((hour) => attempt(hour * HOUR, 'failed')),
    ),
  ).toBe('closed');
  expect(
    stateAt(
      2 * HOUR,
      FAILED.map((one) => ({ ...one, policy: 'other' })),
    ),
  ).toBe('closed');
  expect(
    stateAt(
      2 * HOUR,
      FAILED.map((one) => ({ ...one, outcome: 'withdrawn' as const })),
    ),
  ).toBe('closed');
});

test('half open, one run may try', () => {
  expect(stateAt(9 * HOUR, [...FAILED, attempt(9 * HOUR, 'running')])).toBe('half-open run-540');
});

test('the run that tried closes it, or opens it anew', () => {
  expect(stateAt(9 * HOUR, [...FAILED, attempt(9 * HOUR, 'succeeded')])).toBe('closed');
  expect(stateAt(9 * HOUR, [...FAILED, attempt(9 * HOUR, 'failed')])).toBe('open until 900');
  const closed = [...FAILED, attempt(9 * HOUR, 'succeeded'), attempt(10 * HOUR, 'failed')];
  expect(stateAt(10 * HOUR, closed)).toBe('closed');
});

test('a run that was under way when it opened is no probe', () => {
  const early = attempt(HOUR, 'succeeded', { endedAt: at(3 * HOUR) });
  expect(stateAt(4 * HOUR, [...FAILED, early])).toBe('open until 480');
  expect(stateAt(9 * HOUR, [...FAILED, attempt(MINUTE, 'running')])).toBe('half-open free');
});

test('a jump of the clock closes nothing', () => {
  expect(stateAt(3 * HOUR, FAILED, 24 * HOUR)).toContain('open until');
});
