import { lastSeen } from '../events/events.ts';
import type { KubeEvent } from '../object.ts';
import { MINUTE_MS, timeMs } from '../time.ts';

/** Controllers that are refused try again within this time. */
const RECENT_MS = 20 * MINUTE_MS;
const CALL = /failed calling webhook "([^"]{1,253})"/;
/** How a connection ends that is dropped on its way, unlike one that is refused or fails to be trusted. */
const DROPPED = /context deadline exceeded|i\/o timeout|Client\.Timeout|timed out/i;

/** Webhooks that did not answer in time of late, by name, each with an event that says so; for `view.shared`. */
export function webhooksTimedOut(view: {
  readonly takenAtMs: number;
  all(kind: 'Event'): readonly KubeEvent[];
}): ReadonlyMap<string, KubeEvent> {
  const found = new Map<string, KubeEvent>();
  for (const event of view.all('Event')) {
    const name = event.reason === 'FailedCreate' ? CALL.exec(event.message ?? '')?.[1] : undefined;
    if (name === undefined || !DROPPED.test(event.message ?? '')) continue;
    if (view.takenAtMs - (timeMs(lastSeen(event)) ?? 0) < RECENT_MS) found.set(name, event);
  }
  return found;
}
