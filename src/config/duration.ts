import { MekhanikubeError } from '../base/errors.ts';

/**
 * A length of time as kubectl takes it, in milliseconds: `30s`, `2m`, `1h` or `500ms`; a bare number is seconds.
 *
 * @throws MekhanikubeError `usage`, naming the flag
 */
export function durationMs(text: string, flag: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h)?$/.exec(text);
  const factor = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }[match?.[2] ?? 's'];
  const ms = match === null || factor === undefined ? 0 : Number(match[1]) * factor;
  if (ms > 0) return ms;
  throw new MekhanikubeError('usage', `${flag}: "${text}" is no length of time`, { hint: 'for example 30s or 2m' });
}

/** More than that no timer of Node can wait: it would not wait at all. */
const LONGEST_MS = 2 ** 31 - 1;

/** As `durationMs`, for what is waited for. */
export function waitMs(text: string, flag: string): number {
  const ms = durationMs(text, flag);
  if (ms <= LONGEST_MS) return ms;
  throw new MekhanikubeError('usage', `${flag}: "${text}" is too long`, { hint: 'at most 596h' });
}
