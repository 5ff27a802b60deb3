import { expect, test } from 'vitest';
import { duplicateNames } from '../../../../src/kube/startup/duplicate-names.ts';

const from = (key: string) => ({ name: 'A', valueFrom: { secretKeyRef: { name: 's', key } } });

test('names that stand twice, each once', () => {
  expect(duplicateNames([{ name: 'A' }, { name: 'B' }, { name: 'A' }, { name: 'A' }])).toEqual(['A']);
  expect(duplicateNames([from('x'), from('y')])).toEqual(['A']);
  expect(duplicateNames([{ name: 'A' }, from('x')])).toEqual(['A']);
});

test('the same key twice is no duplicate', () => {
  expect(duplicateNames([from('x'), from('x')])).toEqual([]);
  expect(duplicateNames([{ name: 'A' }, { name: 'B' }])).toEqual([]);
  expect(duplicateNames(undefined)).toEqual([]);
});
