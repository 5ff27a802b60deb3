import { z } from 'zod';

/** A point in time by two clocks: the wall's, which may jump, and that of the machine since its start, which does not. */
export const Moment = z.object({
  wallMs: z.number(),
  /** Milliseconds since the machine started. */
  uptimeMs: z.number(),
  /** Differs for each start of each machine. */
  boot: z.string(),
});
export type Moment = Readonly<z.output<typeof Moment>>;

/**
 * How long after `from` it is now, never negative: by the clock that cannot jump, as long as it is the same one. After
 * a restart of the machine, only the wall clock knows.
 */
export function elapsedMs(from: Moment, now: Moment): number {
  const elapsed = from.boot === now.boot ? now.uptimeMs - from.uptimeMs : now.wallMs - from.wallMs;
  return Math.max(0, elapsed);
}

/** When this length of time since `from` is over, by the wall clock; null once it is. */
export function endOf(from: Moment, durationMs: number, now: Moment): Date | null {
  const left = durationMs - elapsedMs(from, now);
  return left > 0 ? new Date(now.wallMs + left) : null;
}
