import { expect, test } from 'vitest';
import { targetsInTrouble } from '../../../../src/remedy/safeguards/storm.ts';
import { at, MINUTE } from './history.ts';

test('counts each target once, and only those seen lately', () => {
  const sightings = [
    { target: 'a', at: at(0) },
    { target: 'b', at: at(4 * MINUTE) },
    { target: 'b', at: at(5 * MINUTE) },
    { target: 'c', at: at(5 * MINUTE) },
  ];
  expect(targetsInTrouble(sightings, 5 * MINUTE, at(5 * MINUTE))).toBe(2);
  expect(targetsInTrouble(sightings, 6 * MINUTE, at(5 * MINUTE))).toBe(3);
});
