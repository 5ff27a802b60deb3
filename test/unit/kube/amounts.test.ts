import { expect, test } from 'vitest';
import { addAmounts, amountOf, amountsOf, amountText, raiseAmounts, resourceText } from '../../../src/kube/amounts.ts';

test('counts cpu in millicores and everything else in whole units, rounded up', () => {
  expect(amountOf('cpu', '57m')).toBe(57);
  expect(amountOf('cpu', '0.1')).toBe(100);
  expect(amountOf('cpu', '100.5m')).toBe(101);
  expect(amountOf('cpu', '64')).toBe(64_000);
  expect(amountOf('memory', '1.5Gi')).toBe(1.5 * 2 ** 30);
  expect(amountOf('memory', '100m')).toBe(1);
  expect(amountOf('nvidia.com/gpu', '2')).toBe(2);
  expect(amountOf('cpu', undefined)).toBe(0);
  expect(amountOf('cpu', 'much')).toBe(0);
});

test('adds and raises', () => {
  const sum = amountsOf({ cpu: '1', memory: '1Ki' });
  addAmounts(sum, amountsOf({ cpu: '200m', pods: '1' }));
  expect([...sum]).toEqual([
    ['cpu', 1200],
    ['memory', 1024],
    ['pods', 1],
  ]);
  raiseAmounts(sum, amountsOf({ cpu: '1', memory: '2Ki', 'a/b': '3' }));
  expect([...sum]).toEqual([
    ['cpu', 1200],
    ['memory', 2048],
    ['pods', 1],
    ['a/b', 3],
  ]);
});

test('says amounts for people, never more than there is', () => {
  expect(amountText('cpu', 265)).toBe('265m');
  expect(amountText('cpu', 1999)).toBe('1.999');
  expect(amountText('cpu', 0)).toBe('0');
  expect(amountText('memory', 8 * 2 ** 30 - 1)).toBe('7.99Gi');
  expect(amountText('memory', 24_684_084 * 1024)).toBe('23.54Gi');
  expect(resourceText('nvidia.com/gpu', 2)).toBe('2 nvidia.com/gpu');
});
