import { expect, test } from 'vitest';
import { withPast } from '../../../../src/remedy/history/past.ts';
import type { Plan, PlannedStep } from '../../../../src/remedy/plan/plan.ts';
import type { Attempt } from '../../../../src/remedy/safeguards/attempt.ts';
import { at, attempt, HOUR, MINUTE } from '../safeguards/history.ts';

const DAY = 24 * HOUR;

/** What a plan says of its one step an hour after these attempts. */
function notes(attempts: readonly Attempt[], { asked = false, writes = 1, signature = 's', nowMs = HOUR } = {}) {
  const step = { signature, notes: ['its own'], writes: Array(writes).fill({}) } as unknown as PlannedStep;
  const origin = { finding: asked ? null : { id: 'f' }, policy: null };
  const plan = { origin, steps: [step], fallback: [step] } as unknown as Plan;
  const { steps, fallback } = withPast(plan, attempts, at(nowMs));
  expect(fallback).toEqual(steps);
  return steps[0]?.notes;
}

const failed = attempt(0, 'failed', {
  does: ['s'],
  ended: { as: 'rolled-back', reason: 'no pod became ready in 5m' },
});

test('tells of the same step that did not help', () => {
  expect(notes([failed])).toEqual([
    'the same was done 60m ago and ended as rolled-back (no pod became ready in 5m): mekhanikube remediate show run-0',
    'its own',
  ]);
  const [first] = notes([attempt(0, 'failed', { does: ['s'] })]) ?? [];
  expect(first).toBe('the same was done 60m ago and did not help: mekhanikube remediate show run-0');
  expect(notes([failed], { signature: 'other' })).toEqual(['its own']);
  expect(notes([attempt(0, 'failed')])).toEqual(['its own']);
});

test('tells of one that helped, and after which the trouble came back', () => {
  const [first] = notes([failed, attempt(MINUTE, 'succeeded', { does: ['r', 's'] })]) ?? [];
  expect(first).toBe('the same was done 59m ago and helped, and the trouble is back: mekhanikube remediate show run-1');
});

test('says no more than that it was done where it is asked for by hand', () => {
  const [first] = notes([attempt(0, 'succeeded', { does: ['s'] })], { asked: true }) ?? [];
  expect(first).toBe('the same was done 60m ago and succeeded: mekhanikube remediate show run-0');
});

test('is silent of what never began, still runs, only tells somebody, or is long ago', () => {
  expect(notes([attempt(0, 'withdrawn', { does: ['s'] }), attempt(0, 'running', { does: ['s'] })])).toEqual([
    'its own',
  ]);
  expect(notes([failed], { writes: 0 })).toEqual(['its own']);
  expect(notes([failed], { nowMs: 8 * DAY })).toEqual(['its own']);
  expect(notes([attempt(0, 'failed', { does: [''] })], { signature: '' })).toEqual(['its own']);
});
