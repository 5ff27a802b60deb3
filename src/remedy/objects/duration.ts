import { z } from 'zod';
import { parseDuration } from '../policy/duration.ts';

/** A length of time in a param, kept as it is written: `90s`, `10m`, `1h`, `14d`. */
export const durationParam = z.string().regex(/^[1-9]\d{0,5}[smhd]$/, 'a whole number with s, m, h or d: 30m');

/** The milliseconds of a text that `durationParam` takes. */
export function durationMs(text: string): number {
  // Nothing is as old as what is no length of time.
  return parseDuration(text) ?? Number.POSITIVE_INFINITY;
}
