import { expect, test } from 'vitest';
import { known, type ScheduleFacts } from '../../../../src/remedy/guards/facts.ts';
import { schedule } from '../../../../src/remedy/guards/schedule.ts';
import { NOW } from './known-facts.ts';

const verdict = (fact: ScheduleFacts) => schedule.judge({ schedule: known(fact) });

test('lets pass within a window, and without any', () => {
  expect(verdict({ state: 'unscheduled' }).allows).toBe(true);
  expect(verdict({ state: 'open', until: NOW })).toEqual({
    allows: true,
    note: 'the window is open until 2026-03-02T10:00:00.000Z',
  });
});

test('denies outside, and waits only for a window that will come', () => {
  expect(verdict({ state: 'closed', reason: 'it is a blackout', opensAt: NOW })).toEqual({
    allows: false,
    id: 'Closed',
    reason: 'it is a blackout; the next window opens at 2026-03-02T10:00:00.000Z',
    waitsFor: 'window',
  });
  expect(verdict({ state: 'closed', reason: 'it is a blackout', opensAt: null })).not.toHaveProperty('waitsFor');
});
