import { DAY_MS, SECOND_MS } from '../../kube/time.ts';
import { cronOf } from './cron.ts';
import type { Schedule } from './schema/schedule.ts';

interface Window {
  readonly cron: string;
  readonly duration: number;
}

/** How far windows that follow each other without a gap are looked at. */
const FAR_MS = 7 * DAY_MS;
/** Windows and blackouts that go on excluding each other have no common time. */
const MOST_TRIES = 200;

/** Whether a policy may act at an instant, and until or from when that holds. */
export type Opening =
  | {
      readonly open: true /** Milliseconds since the epoch; null where it never closes. */;
      readonly untilMs: number | null;
    }
  | {
      readonly open: false;
      readonly blackout: boolean /** Null where it never opens. */;
      readonly nextMs: number | null;
    };

/**
 * Judges a schedule at an instant.
 *
 * A start that a daylight saving change leaves out comes right after the gap, and one that comes twice opens once.
 */
export function openingAt(schedule: Schedule, nowMs: number): Opening {
  const blackout = endOf(schedule.blackouts, schedule.timezone, nowMs);
  if (blackout !== null) return { open: false, blackout: true, nextMs: nextWindow(schedule, nowMs) };
  const { windows, timezone } = schedule;
  const end = windows.length === 0 ? Number.POSITIVE_INFINITY : endOf(windows, timezone, nowMs);
  if (end === null) return { open: false, blackout: false, nextMs: nextWindow(schedule, nowMs) };
  const until = Math.min(end, firstStart(schedule.blackouts, timezone, nowMs) ?? Number.POSITIVE_INFINITY);
  return { open: true, untilMs: Number.isFinite(until) ? until : null };
}

/** The first instant from now on at which the policy may act, in milliseconds since the epoch; null where there is none. */
export function nextWindow(schedule: Schedule, nowMs: number): number | null {
  const { windows, blackouts, timezone } = schedule;
  let at = nowMs;
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const blackoutEnd = endOf(blackouts, timezone, at);
    if (blackoutEnd !== null) at = blackoutEnd;
    else if (windows.length === 0 || endOf(windows, timezone, at) !== null) return at;
    else {
      const start = firstStart(windows, timezone, at);
      if (start === null) return null;
      at = start;
    }
  }
  return null;
}

/** When the windows that are open at an instant are all closed again; null if none is open. */
function endOf(windows: readonly Window[], timezone: string, atMs: number): number | null {
  let end: number | null = null;
  for (let grown = true; grown; ) {
    grown = false;
    for (const window of windows) {
      const start = lastStart(window, timezone, end ?? atMs);
      if (start === null || start + window.duration <= (end ?? atMs)) continue;
      end = start + window.duration;
      grown = end - atMs < FAR_MS;
    }
  }
  return end;
}

/** The last start at or before an instant; null where there was none. */
function lastStart({ cron }: Window, timezone: string, atMs: number): number | null {
  // Starts are at whole minutes, and what is asked for comes before the reference.
  const reference = Math.floor(atMs / SECOND_MS) * SECOND_MS + SECOND_MS;
  return cronOf(cron, timezone)?.previousRuns(1, new Date(reference))[0]?.getTime() ?? null;
}

/** The first start after an instant. */
function firstStart(windows: readonly Window[], timezone: string, afterMs: number): number | null {
  const starts = windows.map(({ cron }) => cronOf(cron, timezone)?.nextRun(new Date(afterMs))?.getTime());
  const known = starts.filter((start) => start !== undefined);
  return known.length === 0 ? null : Math.min(...known);
}
