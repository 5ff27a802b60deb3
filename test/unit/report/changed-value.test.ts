import { expect, test } from 'vitest';
import { changedValueText, withoutVariables } from '../../../src/report/changed-value.ts';

const MARK = '[masked]';
const entry = { name: 'DB', value: 'hunter2' };
const kept = { name: 'DB', value: MARK };
const at = { key: 'name', value: 'DB' } as const;

test('the values of variables are masked wherever they stand in a change', () => {
  expect(withoutVariables('hunter2', ['spec', 'env', at, 'value'])).toBe(MARK);
  expect(withoutVariables(entry, ['spec', 'env', at])).toEqual(kept);
  expect(withoutVariables([entry, { name: 'A', valueFrom: {} }], ['spec', 'env'])).toEqual([
    kept,
    { name: 'A', valueFrom: {} },
  ]);
  expect(withoutVariables({ containers: [{ env: [entry] }] }, ['spec'])).toEqual({ containers: [{ env: [kept] }] });
  expect(withoutVariables({ value: 3 }, ['spec'])).toEqual({ value: 3 });
});

test('a value is one short line', () => {
  expect([undefined, null, 4, 'x'].map((value) => changedValueText(value, []))).toEqual(['(none)', '(none)', '4', 'x']);
  expect(changedValueText('y'.repeat(200), [])).toBe(`${'y'.repeat(120)}...`);
  expect(changedValueText([entry], ['env'])).not.toContain('hunter2');
});
