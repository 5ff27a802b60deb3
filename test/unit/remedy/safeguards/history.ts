import type { Attempt } from '../../../../src/remedy/safeguards/attempt.ts';
import type { Moment } from '../../../../src/remedy/safeguards/moment.ts';

const START_MS = Date.parse('2026-03-02T10:00:00Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** So long after the start, by both clocks; the wall clock may have jumped. */
export function at(ms: number, { jumpMs = 0, boot = 'boot-1' } = {}): Moment {
  return { wallMs: START_MS + ms + jumpMs, uptimeMs: ms, boot };
}

/** A run that took no time. */
export function attempt(startMs: number, outcome: Attempt['outcome'], more: Partial<Attempt> = {}): Attempt {
  return {
    run: `run-${startMs / MINUTE}`,
    policy: 'web',
    target: 'uid-web',
    namespace: 'shop',
    startedAt: at(startMs),
    endedAt: outcome === 'running' ? null : at(startMs),
    outcome,
    ...more,
  };
}

/** How long until a date, in minutes after the start. */
export function minutes(date: Date | null): number | null {
  return date === null ? null : (date.getTime() - START_MS) / MINUTE;
}
