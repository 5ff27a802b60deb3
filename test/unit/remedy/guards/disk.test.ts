import { expect, test } from 'vitest';
import { disk } from '../../../../src/remedy/guards/disk.ts';
import { judge, reasonOf } from './known-facts.ts';

const MIB = 2 ** 20;

test('three times the estimate and the floor must be free', () => {
  const free = (freeBytes: number) => judge(disk, 'disk', { freeBytes, estimateBytes: 2 * MIB, floorBytes: 10 * MIB });
  expect(free(16 * MIB).allows).toBe(true);
  expect(reasonOf(free(15 * MIB))).toBe('the disk of the state folder has 15Mi free, and 16Mi are needed');
  expect(free(Number.NaN).allows).toBe(false);
});

test('a store that cannot be written denies', () => {
  expect(reasonOf(judge(disk, 'disk', { problem: 'read-only file system' }))).toBe(
    'the backup cannot be written: read-only file system',
  );
});
