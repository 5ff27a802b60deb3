import { expect, test } from 'vitest';
import { countText, listText } from '../../../src/base/list-text.ts';

test('names items as a sentence does', () => {
  expect(listText([])).toBe('');
  expect(listText(['a'])).toBe('a');
  expect(listText(['a', 'b'])).toBe('a and b');
  expect(listText(['a', 'b', 'c', 'd'])).toBe('a, b, c and d');
});

test('counts what is too much to name', () => {
  expect(listText(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
  expect(listText(['a', 'b', 'c'], 2)).toBe('a and 2 more');
});

test('counts with the right number', () => {
  expect([0, 1, 2].map((count) => countText(count, 'node'))).toEqual(['0 nodes', '1 node', '2 nodes']);
});
