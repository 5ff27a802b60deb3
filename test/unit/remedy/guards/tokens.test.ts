import { expect, test } from 'vitest';
import { tokens } from '../../../../src/remedy/guards/tokens.ts';
import { judge, NOW, reasonOf } from './known-facts.ts';

const SPENT = {
  state: 'spent',
  scope: 'policy/web',
  limit: { max: 5, windowMs: 3_600_000 },
  freeAt: NOW,
} as const;

test('lets pass where there is a token and no other run', () => {
  expect(judge(tokens, 'tokens').allows).toBe(true);
});

test('a rate that is used up waits only where it is queued', () => {
  expect(judge(tokens, 'tokens', { rate: SPENT })).toEqual({
    allows: false,
    id: 'RateExceeded',
    reason: 'the rate of policy/web is used up: 5 runs in 60m; the next is free at 2026-03-02T10:00:00.000Z',
    waitsFor: 'tokens',
  });
  for (const onExceeded of ['Reject', 'Notify'] as const) {
    const verdict = judge(tokens, 'tokens', { rate: SPENT, onExceeded });
    expect(verdict).toMatchObject({ id: 'RateRejected' });
    expect(verdict).not.toHaveProperty('waitsFor');
  }
});

test('names the runs that are open', () => {
  const concurrency = { state: 'full', scope: 'target', runs: ['r1'], limit: 1 } as const;
  expect(reasonOf(judge(tokens, 'tokens', { concurrency }))).toBe('1 run of 1 are open on the same target: r1');
});
