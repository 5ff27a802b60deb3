import fc from 'fast-check';
import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { visible } from '../../../src/report/visible.ts';
import { wrap } from '../../../src/report/wrap.ts';

test('breaks at spaces', () => {
  expect(wrap('the quick  brown fox jumps', 11)).toEqual(['the quick', 'brown fox', 'jumps']);
  expect(wrap('', 10)).toEqual([]);
});

test('counts columns, not characters', () => {
  expect(wrap('日本語 日本語', 8)).toEqual(['日本語', '日本語']);
  expect(wrap('日本語日本語', 5)).toEqual(['日本', '語日', '本語']);
});

test('cuts a long word behind punctuation where it can', () => {
  expect(wrap('registry.example.com/shop/web', 24)).toEqual(['registry.example.com/', 'shop/web']);
  expect(wrap('= {"app":"web","tier":"front"}', 20)).toEqual(['= {"app":"web",', '"tier":"front"}']);
  expect(wrap('abcdefghijkl', 5)).toEqual(['abcde', 'fghij', 'kl']);
});

test('no line is wider than asked, and nothing but spaces is lost', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 2, max: 60 }), (raw, width) => {
      const text = visible(raw);
      const lines = wrap(text, width);
      for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(width);
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }),
    { numRuns: 50 },
  );
});
