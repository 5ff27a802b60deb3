import { describe, expect, test } from 'vitest';
import { nextWindow, openingAt } from '../../../../src/remedy/policy/schedule.ts';
import type { Schedule } from '../../../../src/remedy/policy/schema/schedule.ts';

const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);
const text = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
const window = (cron: string, hours: number) => ({ cron, duration: hours * HOUR });

function prague(parts: Partial<Schedule>): Schedule {
  return { timezone: 'Europe/Prague', windows: [], blackouts: [], ...parts };
}

/** The times at which the schedule opens, looking every ten minutes. */
function openings(schedule: Schedule, from: string, hours: number): readonly (string | null)[] {
  const found: (string | null)[] = [];
  let before = true;
  for (let ms = at(from); ms < at(from) + hours * HOUR; ms += 10 * 60_000) {
    const { open } = openingAt(schedule, ms);
    if (open && !before) found.push(text(ms));
    before = open;
  }
  return found;
}

test('without windows it is always open', () => {
  expect(openingAt(prague({}), 0)).toEqual({ open: true, untilMs: null });
});

describe('a window of working hours', () => {
  const schedule = prague({ windows: [window('0 8 * * 1-5', 10)] });
  test.each([
    ['2026-01-12T06:59:59Z', false],
    ['2026-01-12T07:00:00Z', true],
    ['2026-01-12T16:59:59Z', true],
    ['2026-01-12T17:00:00Z', false],
    ['2026-01-11T10:00:00Z', false],
  ])('at %s: %s', (now, open) => {
    expect(openingAt(schedule, at(now)).open).toBe(open);
  });
  test('tells when it closes and when it opens next', () => {
    expect(openingAt(schedule, at('2026-01-12T10:00:00Z'))).toEqual({
      open: true,
      untilMs: at('2026-01-12T17:00:00Z'),
    });
    expect(text(nextWindow(schedule, at('2026-01-09T18:00:00Z')))).toBe('2026-01-12T07:00:00.000Z');
  });
});

test('windows that touch are one', () => {
  const schedule = prague({ windows: [window('0 8 * * *', 2), window('0 10 * * *', 2)] });
  expect(openingAt(schedule, at('2026-01-12T08:00:00Z'))).toEqual({ open: true, untilMs: at('2026-01-12T11:00:00Z') });
});

describe('a blackout', () => {
  const schedule = prague({ windows: [window('0 8 * * *', 10)], blackouts: [window('0 12 24 12 *', 48)] });
  test('wins over a window, and says when it is over', () => {
    expect(openingAt(schedule, at('2026-12-25T10:00:00Z'))).toEqual({
      open: false,
      blackout: true,
      nextMs: at('2026-12-26T11:00:00Z'),
    });
  });
  test('ends an open window', () => {
    expect(openingAt(schedule, at('2026-12-24T10:00:00Z'))).toEqual({
      open: true,
      untilMs: at('2026-12-24T11:00:00Z'),
    });
  });
  test('that never ends leaves no window', () => {
    const never = prague({ windows: [window('0 8 * * *', 1)], blackouts: [window('0 0 * * *', 24)] });
    expect(nextWindow(never, at('2026-01-01T00:00:00Z'))).toBeNull();
  });
});

describe('when the clock changes', () => {
  const night = prague({ windows: [window('30 2 * * *', 1)] });
  test('a start that is left out in spring comes once, after the gap', () => {
    expect(openings(night, '2026-03-28T12:00:00Z', 24)).toEqual(['2026-03-29T01:00:00.000Z']);
  });
  test('a start that comes twice in autumn opens once', () => {
    expect(openings(night, '2026-10-24T12:00:00Z', 24)).toEqual(['2026-10-25T00:30:00.000Z']);
  });
  test('working hours keep to the clock on the wall', () => {
    const day = prague({ windows: [window('0 8 * * *', 1)] });
    expect(openings(day, '2026-03-28T00:00:00Z', 48)).toEqual(['2026-03-28T07:00:00.000Z', '2026-03-29T06:00:00.000Z']);
  });
});
