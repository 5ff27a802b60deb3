import type { Clock } from '../../src/remedy/plan/repair.ts';

/** A clock that only moves while somebody sleeps. */
export interface FakeClock extends Clock {
  /** How long each sleep was. */
  readonly slept: readonly number[];
  /** Lets wall time alone go on, or back. */
  shiftWallTime(ms: number): void;
}

export function fakeClock(start = '2026-03-01T12:00:00.000Z'): FakeClock {
  let monotonicMs = 0;
  let wallMs = Date.parse(start);
  const slept: number[] = [];
  return {
    slept,
    now: () => new Date(wallMs),
    monotonicMs: () => monotonicMs,
    async sleep(ms) {
      slept.push(ms);
      monotonicMs += ms;
      wallMs += ms;
    },
    shiftWallTime(ms) {
      wallMs += ms;
    },
  };
}
