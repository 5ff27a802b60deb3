/** Milliseconds since the epoch of an RFC 3339 timestamp of the API; undefined where there is none or it is not one. */
export function timeMs(timestamp: string | undefined | null): number | undefined {
  if (timestamp === undefined || timestamp === null) return undefined;
  const parsed = Date.parse(timestamp);
  return Number.isNaN(parsed) ? undefined : parsed;
}

/** The earlier of some timestamps, ignoring absent ones; null if all are. */
export function earliest(timestamps: Iterable<string | null | undefined>): string | null {
  let best: string | null = null;
  let bestMs = Number.POSITIVE_INFINITY;
  for (const timestamp of timestamps) {
    const ms = timeMs(timestamp);
    if (timestamp && ms !== undefined && ms < bestMs) {
      best = timestamp;
      bestMs = ms;
    }
  }
  return best;
}

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A length of time as `kubectl` writes it in its AGE column: `45s`, `12m`, `3h`, `5d`. */
export function durationText(ms: number): string {
  if (ms < 2 * MINUTE_MS) return `${Math.max(0, Math.round(ms / SECOND_MS))}s`;
  if (ms < 2 * HOUR_MS) return `${Math.floor(ms / MINUTE_MS)}m`;
  if (ms < 2 * DAY_MS) return `${Math.floor(ms / HOUR_MS)}h`;
  return `${Math.floor(ms / DAY_MS)}d`;
}
