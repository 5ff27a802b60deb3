import { z } from 'zod';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../kube/time.ts';

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: SECOND_MS, m: MINUTE_MS, h: HOUR_MS, d: DAY_MS };
const PATTERN = /^(\d{1,6}(ms|s|m|h|d))+$/;
const LONGEST_TEXT = 24;

/** Milliseconds of `90s`, `1h30m` or `14d`; undefined for what is no length of time. */
export function parseDuration(text: string): number | undefined {
  if (text.length > LONGEST_TEXT || !PATTERN.test(text)) return undefined;
  let ms = 0;
  for (const [, number = '', unit = ''] of text.matchAll(/(\d+)(ms|s|m|h|d)/g))
    ms += Number(number) * (UNITS_MS[unit] ?? 0);
  return ms;
}

/** A length of time within bounds: text in the file, milliseconds from here on. */
export function duration(least: string, most: string) {
  const message = `is no length of time between ${least} and ${most}`;
  const [leastMs, mostMs] = [parseDuration(least) ?? 0, parseDuration(most) ?? 0];
  return z
    .string({ error: 'is no length of time: write it like 90s, 30m, 1h30m or 14d, in quotes if it is 0s' })
    .max(LONGEST_TEXT)
    .regex(PATTERN, 'is no length of time: write it like 90s, 30m, 1h30m or 14d')
    .transform((text) => parseDuration(text) ?? Number.NaN)
    .refine((ms) => ms >= leastMs && ms <= mostMs, message);
}
