import { expect, test } from 'vitest';
import { fillOf } from '../../../../src/kube/storage/fill.ts';

function fill(numbers: Readonly<Record<string, number>>) {
  const metadata = { name: 'data', namespace: 'shop' };
  return fillOf({ apiVersion: 'mekhanikube.io/v1', kind: 'VolumeUsage', metadata, ...numbers });
}

test.each([
  ['what is used and left', { capacityBytes: 1000, usedBytes: 855, availableBytes: 145 }, 'bytes 85'],
  // ext4 keeps blocks for root: those are nobody's.
  ['what is left, not what is free', { capacityBytes: 1000, usedBytes: 855, availableBytes: 95 }, 'bytes 90'],
  ['the whole, where nothing is left', { capacityBytes: 1000, usedBytes: 950, availableBytes: 0 }, 'bytes 95'],
  ['the inodes', { inodes: 100, inodesUsed: 91, inodesFree: 9 }, 'inodes 91'],
  ['never more than all', { capacityBytes: 1000, usedBytes: 2000, availableBytes: 0 }, 'bytes 100'],
])('counts by %s', (_, numbers, expected) => {
  const { what, percent } = fill(numbers) ?? {};
  expect(`${what} ${percent}`).toBe(expected);
});

test('counts by what is nearer to its end', () => {
  const bytes = { capacityBytes: 1000, usedBytes: 500, availableBytes: 500 };
  expect(fill({ ...bytes, inodes: 100, inodesUsed: 60, inodesFree: 40 })?.what).toBe('inodes');
  expect(fill({ ...bytes, inodes: 100, inodesUsed: 40, inodesFree: 60 })?.what).toBe('bytes');
});

test.each([
  ['nothing', {}],
  ['the size alone', { capacityBytes: 1000, usedBytes: 0, availableBytes: 0, inodes: 0, inodesUsed: 0, inodesFree: 0 }],
])('knows nothing of a driver that tells %s', (_, numbers) => {
  expect(fill(numbers)).toBeUndefined();
});

test('is full when next to nothing is left', () => {
  expect(fill({ capacityBytes: 100_000, usedBytes: 99_901, availableBytes: 99 })?.isFull).toBe(true);
  expect(fill({ capacityBytes: 100_000, usedBytes: 99_900, availableBytes: 100 })?.isFull).toBe(false);
  expect(fill({ capacityBytes: 100_000, usedBytes: 20_000, availableBytes: 0 })?.isFull).toBe(false);
});
