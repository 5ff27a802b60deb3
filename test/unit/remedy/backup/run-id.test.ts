import fc from 'fast-check';
import { expect, test } from 'vitest';
import { runIds, timeOf } from '../../../../src/remedy/backup/run-id.ts';
import { RunId } from '../../../../src/remedy/journal/record.ts';

test('is a ULID of the time and the random bytes', () => {
  const next = runIds({ now: () => new Date(1_469_918_176_385), random: (bytes) => Buffer.alloc(bytes, 255) });
  const id = next();
  expect(id).toBe('01ARYZ6S41ZZZZZZZZZZZZZZZZ');
  expect(timeOf(id)).toBe(1_469_918_176_385);
  // The random part is used up: the next one takes a millisecond that has not come yet.
  expect(timeOf(next())).toBe(1_469_918_176_386);
});

test('each is greater than the one before, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2 ** 41), { minLength: 2 }), (times) => {
      let at = 0;
      const next = runIds({ now: () => new Date(times[at] ?? 0) });
      const ids = times.map((_, index) => {
        at = index;
        return next();
      });
      expect(ids.every((id) => RunId.safeParse(id).success)).toBe(true);
      expect(ids.toSorted()).toEqual(ids);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});
