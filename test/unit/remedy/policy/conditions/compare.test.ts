import { describe, expect, test } from 'vitest';
import { compareSample } from '../../../../../src/remedy/policy/conditions/compare.ts';
import type { Truth } from '../../../../../src/remedy/policy/conditions/truth.ts';
import { type CompareInput, toCompare, type Value } from '../../../../../src/remedy/policy/schema/compare.ts';
import { known, type Sample, unknown } from '../../../../../src/remedy/signals/sample.ts';

function compared(input: CompareInput, sample: Sample, before: { held?: boolean; value?: Value | null } = {}): Truth {
  const compare = toCompare(input);
  if (typeof compare === 'string') throw new Error(compare);
  return compareSample(compare, sample, { held: before.held ?? false, value: before.value ?? null });
}

test.each<[CompareInput, Value, Truth]>([
  [{ op: 'gt', value: 80 }, 80, 'false'],
  [{ op: 'gt', value: 80 }, 81, 'true'],
  [{ op: 'gte', value: 80 }, 79, 'false'],
  [{ op: 'gte', value: 80 }, 80, 'true'],
  [{ op: 'lt', value: 80 }, 80, 'false'],
  [{ op: 'lte', value: 80 }, 80, 'true'],
  [{ op: 'gte', value: '1Gi' }, 2 ** 30, 'true'],
  [{ op: 'gte', value: '1Gi' }, 2 ** 30 - 1, 'false'],
  [{ op: 'eq', value: true }, true, 'true'],
  [{ op: 'eq', value: 'a' }, 'b', 'false'],
  [{ op: 'ne', value: 'a' }, 'b', 'true'],
  [{ op: 'outside', value: [1, 3] }, 3, 'false'],
  [{ op: 'outside', value: [1, 3] }, 0.9, 'true'],
  [{ op: 'outside', value: [1, 3] }, 3.1, 'true'],
  [{ op: 'gt', value: 1 }, 'text', 'unknown'],
  [{ op: 'gt', value: 1 }, Number.NaN, 'unknown'],
])('%o of %s: %s', (input, value, expected) => {
  expect(compared(input, known(value, ''))).toBe(expected);
});

describe('with clear', () => {
  const rising: CompareInput = { op: 'gte', value: 80, clear: 70 };
  const falling: CompareInput = { op: 'lt', value: 10, clear: 20 };
  test.each<[CompareInput, boolean, number, Truth]>([
    [rising, false, 75, 'false'],
    [rising, true, 75, 'true'],
    [rising, true, 70, 'false'],
    [rising, false, 80, 'true'],
    [falling, false, 15, 'false'],
    [falling, true, 15, 'true'],
    [falling, true, 20, 'false'],
  ])('%o, true before %s, value %d: %s', (input, held, value, expected) => {
    expect(compared(input, known(value, ''), { held })).toBe(expected);
  });
});

test('changed needs something to have changed from', () => {
  expect(compared({ op: 'changed' }, known('b', ''))).toBe('false');
  expect(compared({ op: 'changed' }, known('b', ''), { value: 'a' })).toBe('true');
  expect(compared({ op: 'changed' }, known('b', ''), { value: 'b' })).toBe('false');
});

test('absent is true for what is certainly not there, never for what is not known', () => {
  const absent: Sample = { state: 'absent', reason: 'no series', means: 'false' };
  expect(compared({ op: 'absent' }, absent)).toBe('true');
  expect(compared({ op: 'absent' }, known(1, ''))).toBe('false');
  expect(compared({ op: 'absent' }, unknown('no answer'))).toBe('unknown');
  expect(compared({ op: 'gt', value: 1 }, absent)).toBe('false');
});

describe('a value that may be more', () => {
  const atLeast = (value: number): Sample => ({ ...known(value, ''), atLeast: true });
  test.each<[CompareInput, number, Truth]>([
    [{ op: 'gte', value: 3 }, 3, 'true'],
    [{ op: 'gte', value: 3 }, 2, 'unknown'],
    [{ op: 'lt', value: 3 }, 3, 'false'],
    [{ op: 'lt', value: 3 }, 2, 'unknown'],
    [{ op: 'eq', value: 3 }, 3, 'unknown'],
    [{ op: 'ne', value: 3 }, 2, 'unknown'],
    [{ op: 'outside', value: [1, 3] }, 4, 'true'],
    [{ op: 'outside', value: [1, 3] }, 0, 'unknown'],
  ])('%o of %d at least: %s', (input, value, expected) => {
    expect(compared(input, atLeast(value))).toBe(expected);
  });
});

test('of several values one or all must fulfil it', () => {
  const several = (reduce: 'any' | 'all'): Sample => ({ state: 'known', values: [1, 5], reduce, text: '' });
  expect(compared({ op: 'gt', value: 3 }, several('any'))).toBe('true');
  expect(compared({ op: 'gt', value: 3 }, several('all'))).toBe('false');
});
