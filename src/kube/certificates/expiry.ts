import type { CertificateDates } from '../object.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, timeMs } from '../time.ts';

/** Clocks differ, and a certificate may be asked for right after it was issued. */
const CLOCK_TOLERANCE_MS = MINUTE_MS;
/** What lives no longer than this is renewed by a machine, which begins well before the end. */
const RENEWED_BY_MACHINES_MS = 100 * DAY_MS;

/** How a certificate stands in time. */
export type Validity =
  | { readonly state: 'expired' }
  | { readonly state: 'not-yet' | 'valid' | 'unknown' }
  | { readonly state: 'expiring'; readonly severity: 'high' | 'medium' | 'low' };

/**
 * How a certificate stands in time.
 *
 * What machines renew is no news before they should have done it long ago: with a sixth of its life left. For all
 * others it is a month before the end.
 */
export function validityOf(dates: Partial<CertificateDates>, nowMs: number): Validity {
  const [fromMs, untilMs] = [timeMs(dates.notBefore), timeMs(dates.notAfter)];
  if (fromMs === undefined || untilMs === undefined) return { state: 'unknown' };
  if (untilMs <= nowMs) return { state: 'expired' };
  if (fromMs > nowMs + CLOCK_TOLERANCE_MS) return { state: 'not-yet' };
  const [leftMs, lifeMs] = [untilMs - nowMs, untilMs - fromMs];
  const noticeMs = lifeMs <= RENEWED_BY_MACHINES_MS ? lifeMs / 6 : 30 * DAY_MS;
  if (leftMs >= noticeMs) return { state: 'valid' };
  return { state: 'expiring', severity: leftMs < 3 * DAY_MS ? 'high' : leftMs < 14 * DAY_MS ? 'medium' : 'low' };
}

/** True for a certificate that a login hands out anew each time. */
export function isShortLived({ notBefore, notAfter }: Partial<CertificateDates>): boolean {
  const [fromMs, untilMs] = [timeMs(notBefore), timeMs(notAfter)];
  return fromMs !== undefined && untilMs !== undefined && untilMs - fromMs <= 10 * DAY_MS;
}

/** How long a renewal may take before it is one that was missed. */
const RENEWAL_MS = HOUR_MS;

/** True while whoever renews it is not late. */
export function isRenewalAhead(renewalTime: string | null, nowMs: number): boolean {
  const dueMs = timeMs(renewalTime);
  return dueMs !== undefined && dueMs + RENEWAL_MS > nowMs;
}

/** A day as people say it of certificates: `2026-02-01`. */
export function dayOf(timestamp: string): string {
  return timestamp.slice(0, 10);
}
