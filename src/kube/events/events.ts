import type { KubeEvent } from '../object.ts';
import { timeMs } from '../time.ts';

/** When an event was last seen: series, then lastTimestamp, then eventTime, then its creation. */
export function lastSeen(event: KubeEvent): string | null {
  return (
    event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? null
  );
}

/** When an event was first seen. */
export function firstSeen(event: KubeEvent): string | null {
  return event.firstTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp ?? null;
}

/** How often it was seen. */
export function eventCount(event: KubeEvent): number {
  return event.series?.count ?? event.count ?? 1;
}

/** Newest first. */
export function byLastSeen(left: KubeEvent, right: KubeEvent): number {
  return (timeMs(lastSeen(right)) ?? 0) - (timeMs(lastSeen(left)) ?? 0);
}
