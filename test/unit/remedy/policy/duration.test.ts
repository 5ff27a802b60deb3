import { describe, expect, test } from 'vitest';
import { duration, parseDuration } from '../../../../src/remedy/policy/duration.ts';

test.each([
  ['90s', 90_000],
  ['1h30m', 5_400_000],
  ['14d', 1_209_600_000],
  ['250ms', 250],
  ['0s', 0],
])('%s is %d milliseconds', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '5', 'm', '-5m', '1.5h', '5 m', '1w', '9999999d', 'PT5M'])('"%s" is no length of time', (text) => {
  expect(parseDuration(text)).toBeUndefined();
});

describe('bounds', () => {
  const schema = duration('1m', '1d');
  test.each(['1m', '24h'])('%s is within', (text) => {
    expect(schema.safeParse(text).success).toBe(true);
  });
  test.each(['59s', '1441m', '25h'])('%s is outside', (text) => {
    expect(schema.safeParse(text).error?.issues[0]?.message).toBe('is no length of time between 1m and 1d');
  });
  test('a bare number has no unit', () => {
    expect(schema.safeParse(300).success).toBe(false);
  });
});
