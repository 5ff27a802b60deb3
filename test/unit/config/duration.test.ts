import { describe, expect, test } from 'vitest';
import { durationMs, waitMs } from '../../../src/config/duration.ts';

describe('lengths of time', () => {
  test.each([
    ['30s', 30_000],
    ['5', 5_000],
    ['1.5m', 90_000],
    ['2h', 7_200_000],
    ['250ms', 250],
  ])('%s', (text, ms) => {
    expect(durationMs(text, '--timeout')).toBe(ms);
  });

  test.each(['', '0', '-1s', '5d', 'soon', '1 m'])('"%s" is none', (text) => {
    expect(() => durationMs(text, '--timeout')).toThrow(`--timeout: "${text}" is no length of time`);
  });

  test('what no timer can wait for is refused where something is waited for', () => {
    expect(durationMs('8760h', '--duration')).toBe(31_536_000_000);
    expect(waitMs('596h', '--timeout')).toBe(2_145_600_000);
    expect(() => waitMs('597h', '--timeout')).toThrow('--timeout: "597h" is too long');
    expect(() => waitMs('99999999999999999999s', '--timeout')).toThrow('is too long');
  });
});
