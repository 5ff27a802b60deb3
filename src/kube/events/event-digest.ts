import type { KubeEvent } from '../object.ts';
import { HOUR_MS, timeMs } from '../time.ts';
import { eventCount, firstSeen, lastSeen } from './events.ts';

/** Events that say the same of one object. */
export interface Digest {
  readonly reason: string;
  /** The message without what changes by itself. */
  readonly pattern: string;
  readonly newest: KubeEvent;
  readonly count: number;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
}

/** Joins events about one object that have one reason and say the same, newest first. */
export function digestsOf(events: readonly KubeEvent[]): readonly Digest[] {
  const digests = new Map<string, Digest>();
  for (const event of events) {
    const reason = event.reason ?? '';
    const pattern = patternOf(event.message ?? '');
    const key = `${reason}\0${pattern}`;
    const known = digests.get(key);
    const first = firstSeen(event);
    digests.set(key, {
      reason,
      pattern,
      newest: known?.newest ?? event,
      count: (known?.count ?? 0) + eventCount(event),
      firstSeen: known === undefined || (timeMs(first) ?? 0) < (timeMs(known.firstSeen) ?? 0) ? first : known.firstSeen,
      lastSeen: known?.lastSeen ?? lastSeen(event),
    });
  }
  return [...digests.values()];
}

/** How often an hour it was seen, over the time that it was seen in, of an hour at least. */
export function ratePerHour({ count, firstSeen: first, lastSeen: last }: Digest): number {
  const spanMs = (timeMs(last) ?? 0) - (timeMs(first) ?? 0);
  return (count * HOUR_MS) / Math.max(HOUR_MS, spanMs);
}

/**
 * A message without names of generated pods, hashes, addresses, times and numbers: equal for what differs only in them.
 * At most 200 characters.
 */
export function patternOf(message: string): string {
  return message
    .replace(/^\(combined from similar events\): /, '')
    .replace(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, '#')
    .replace(/\b([a-z0-9][a-z0-9-]*?)-[a-z0-9]{8,10}-[a-z0-9]{5}\b/g, '$1-#')
    .replace(/\b([a-z0-9][a-z0-9-]*?)-(?=[a-z0-9]*\d)[a-z0-9]{5}\b/g, '$1-#')
    .replace(/\b[0-9a-f]{12,}\b/g, '#')
    .replace(/\d+/g, '#')
    .replace(/#([.:]#)+/g, '#')
    .slice(0, 200);
}
