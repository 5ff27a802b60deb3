import { expect, test } from 'vitest';
import { elapsedMs, endOf } from '../../../../src/remedy/safeguards/moment.ts';
import { at, HOUR, MINUTE, minutes } from './history.ts';

test('a jump of the wall clock changes no length of time', () => {
  for (const jumpMs of [HOUR, -HOUR]) {
    expect(elapsedMs(at(0), at(MINUTE, { jumpMs }))).toBe(MINUTE);
    expect(endOf(at(0), MINUTE, at(MINUTE, { jumpMs }))).toBeNull();
  }
});

test('after a restart of the machine the wall clock counts, and never backwards', () => {
  expect(elapsedMs(at(0), at(MINUTE, { boot: 'boot-2' }))).toBe(MINUTE);
  expect(elapsedMs(at(HOUR), at(MINUTE, { boot: 'boot-2' }))).toBe(0);
});

test('the end is told by the wall clock of now', () => {
  expect(minutes(endOf(at(0), HOUR, at(20 * MINUTE)))).toBe(60);
  expect(minutes(endOf(at(0), HOUR, at(20 * MINUTE, { jumpMs: HOUR })))).toBe(120);
});
