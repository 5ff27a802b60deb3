import { describe, expect, test } from 'vitest';
import { isTimeZone, parseSchedule } from '../../../../src/kube/jobs/cron.ts';

/** The next times after an instant, as the API writes them. */
function nexts(
  schedule: string,
  timeZone: string | undefined,
  after: string,
  count = 3,
): readonly (string | undefined)[] {
  const parsed = parseSchedule(schedule, timeZone);
  const found: (string | undefined)[] = [];
  let ms: number | undefined = Date.parse(after);
  for (let step = 0; step < count && ms !== undefined; step++) {
    ms = parsed?.next(ms);
    found.push(ms === undefined ? undefined : new Date(ms).toISOString().replace('.000Z', 'Z'));
  }
  return found;
}

describe('parseSchedule', () => {
  test('reads a schedule as UTC without a time zone, and after the instant itself', () => {
    expect(nexts('0 4 * * *', undefined, '2026-01-10T04:00:00Z', 2)).toEqual([
      '2026-01-11T04:00:00Z',
      '2026-01-12T04:00:00Z',
    ]);
  });

  test('heeds the time zone, also as a prefix of the schedule', () => {
    expect(nexts('0 4 * * *', 'Europe/Berlin', '2026-01-10T12:00:00Z', 1)).toEqual(['2026-01-11T03:00:00Z']);
    expect(nexts('TZ=Asia/Tokyo 0 4 * * *', undefined, '2026-01-10T12:00:00Z', 1)).toEqual(['2026-01-10T19:00:00Z']);
    expect(nexts('CRON_TZ=Asia/Tokyo 0 4 * * *', undefined, '2026-01-10T12:00:00Z', 1)).toEqual([
      '2026-01-10T19:00:00Z',
    ]);
  });

  // What https://pkg.go.dev/github.com/robfig/cron/v3 gives for the same.
  test.each([
    ['5/15 * * * *', ['2026-01-10T12:05:00Z', '2026-01-10T12:20:00Z', '2026-01-10T12:35:00Z']],
    ['30 6-16/4 * * 1-5', ['2026-01-12T06:30:00Z', '2026-01-12T10:30:00Z', '2026-01-12T14:30:00Z']],
    ['0 0 13 * FRI', ['2026-01-13T00:00:00Z', '2026-01-16T00:00:00Z', '2026-01-23T00:00:00Z']],
    ['0 0 ? * MON', ['2026-01-12T00:00:00Z', '2026-01-19T00:00:00Z', '2026-01-26T00:00:00Z']],
    ['0 0 */1 * 1', ['2026-01-12T00:00:00Z', '2026-01-19T00:00:00Z', '2026-01-26T00:00:00Z']],
    ['0 0 1 */3 *', ['2026-04-01T00:00:00Z', '2026-07-01T00:00:00Z', '2026-10-01T00:00:00Z']],
    ['0 0 29 2 *', ['2028-02-29T00:00:00Z', '2032-02-29T00:00:00Z', '2036-02-29T00:00:00Z']],
    ['@hourly', ['2026-01-10T13:00:00Z', '2026-01-10T14:00:00Z', '2026-01-10T15:00:00Z']],
    ['@weekly', ['2026-01-11T00:00:00Z', '2026-01-18T00:00:00Z', '2026-01-25T00:00:00Z']],
    ['@every 1h30m', ['2026-01-10T13:30:00Z', '2026-01-10T15:00:00Z', '2026-01-10T16:30:00Z']],
  ])('reads %s as the controller does', (schedule, expected) => {
    expect(nexts(schedule, undefined, '2026-01-10T12:00:00Z')).toEqual(expected);
  });

  test('finds no time for a date that never comes', () => {
    expect(nexts('0 0 30 2 *', undefined, '2026-01-10T12:00:00Z')).toEqual([undefined]);
  });

  test('leaves out a time that does not exist on the day when summer time begins', () => {
    expect(nexts('30 2 * * *', 'Europe/Berlin', '2026-03-28T12:00:00Z', 2)).toEqual([
      '2026-03-30T00:30:00Z',
      '2026-03-31T00:30:00Z',
    ]);
  });

  test.each([
    ['nonsense', undefined],
    ['* * * *', undefined],
    ['61 * * * *', undefined],
    ['@every soon', undefined],
    ['@every 1d', undefined],
    ['0 4 * * *', 'Mars/Olympus'],
    ['TZ=Mars/Olympus 0 4 * * *', undefined],
  ])('says nothing of %s in %s', (schedule, timeZone) => {
    expect(parseSchedule(schedule, timeZone)).toBeUndefined();
  });

  test('says nothing of no schedule', () => {
    expect(parseSchedule(undefined, undefined)).toBeUndefined();
  });

  test('gives the same answers whoever asked before', () => {
    const first = nexts('7 * * * *', 'Europe/Berlin', '2026-01-10T12:00:00Z');
    expect(nexts('7 * * * *', 'Europe/Berlin', '2026-01-10T12:00:00Z')).toEqual(first);
  });
});

test('isTimeZone knows the names of the IANA data base', () => {
  expect(['UTC', 'Etc/GMT+5', 'Europe/Kyiv', 'America/New_York'].every(isTimeZone)).toBe(true);
  expect(['', 'Mars/Olympus', 'Local'].some(isTimeZone)).toBe(false);
});
