import { describe, expect, test } from 'vitest';
import { isRenewalAhead, isShortLived, validityOf } from '../../../../src/kube/certificates/expiry.ts';
import { DAY_MS, HOUR_MS } from '../../../../src/kube/time.ts';

const now = Date.parse('2026-01-10T12:00:00Z');
const certificate = (lifeMs: number, leftMs: number) => ({
  notBefore: new Date(now + leftMs - lifeMs).toISOString(),
  notAfter: new Date(now + leftMs).toISOString(),
});
const year = 365 * DAY_MS;

describe('validityOf', () => {
  test.each([
    ['a year, long to go', year, 40 * DAY_MS, { state: 'valid' }],
    ['a year, a month to go', year, 29 * DAY_MS, { state: 'expiring', severity: 'low' }],
    ['a year, under two weeks', year, 13 * DAY_MS, { state: 'expiring', severity: 'medium' }],
    ['a year, under three days', year, 2 * DAY_MS, { state: 'expiring', severity: 'high' }],
    ['ninety days, twenty to go', 90 * DAY_MS, 20 * DAY_MS, { state: 'valid' }],
    ['ninety days, fourteen to go', 90 * DAY_MS, 14.5 * DAY_MS, { state: 'expiring', severity: 'low' }],
    ['a day, eight hours to go', DAY_MS, 8 * HOUR_MS, { state: 'valid' }],
    ['a day, three hours to go', DAY_MS, 3 * HOUR_MS, { state: 'expiring', severity: 'high' }],
    ['over', year, -1, { state: 'expired' }],
  ])('%s', (_name, life, left, expected) => {
    expect(validityOf(certificate(life, left), now)).toEqual(expected);
  });

  test('what begins later is not valid yet, but for a moment', () => {
    const from = (ms: number) => ({ notBefore: new Date(now + ms).toISOString(), notAfter: '2030-01-01T00:00:00Z' });
    expect(validityOf(from(2 * HOUR_MS), now).state).toBe('not-yet');
    expect(validityOf(from(30_000), now).state).toBe('valid');
  });

  test('nothing is said of dates that are none', () => {
    expect(validityOf({ notBefore: 'x', notAfter: '2030-01-01T00:00:00Z' }, now).state).toBe('unknown');
    expect(validityOf({}, now).state).toBe('unknown');
  });
});

test('a renewal is ahead until an hour after its time', () => {
  expect(isRenewalAhead('2026-01-11T00:00:00Z', now)).toBe(true);
  expect(isRenewalAhead('2026-01-10T11:30:00Z', now)).toBe(true);
  expect(isRenewalAhead('2026-01-10T10:59:00Z', now)).toBe(false);
  expect(isRenewalAhead(null, now)).toBe(false);
});

test('ten days are short', () => {
  expect(isShortLived(certificate(10 * DAY_MS, DAY_MS))).toBe(true);
  expect(isShortLived(certificate(11 * DAY_MS, DAY_MS))).toBe(false);
});
