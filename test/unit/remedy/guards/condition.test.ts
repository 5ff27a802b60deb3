import { expect, test } from 'vitest';
import { condition } from '../../../../src/remedy/guards/condition.ts';
import { known } from '../../../../src/remedy/guards/facts.ts';

const verdict = (state: 'holds' | 'cleared' | 'unknown') =>
  condition.judge({ condition: known({ state, reason: '3 pods crash' }) });

test('lets pass what still holds, and what a person asks for', () => {
  expect(verdict('holds')).toEqual({ allows: true, note: '3 pods crash' });
  expect(condition.judge({ condition: known({ state: 'unconditional' }) }).allows).toBe(true);
});

test('denies what has passed, and what nobody knows', () => {
  expect(verdict('cleared')).toMatchObject({ allows: false, id: 'ConditionCleared' });
  expect(verdict('unknown')).toMatchObject({ allows: false, id: 'Unknown' });
});
