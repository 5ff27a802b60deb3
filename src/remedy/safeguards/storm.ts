import { elapsedMs, type Moment } from './moment.ts';

/** A target that was seen in trouble. */
interface Sighting {
  /** The uid of the workload. */
  readonly target: string;
  readonly at: Moment;
}

/** How many targets were in trouble lately: those of a storm come one by one, so one look would count too few. */
export function targetsInTrouble(sightings: readonly Sighting[], windowMs: number, now: Moment): number {
  const recent = sightings.filter(({ at }) => elapsedMs(at, now) < windowMs);
  return new Set(recent.map(({ target }) => target)).size;
}
