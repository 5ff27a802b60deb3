import type { ControlPlane } from '../object.ts';
import { SECOND_MS } from '../time.ts';

type Requests = NonNullable<ControlPlane['ourRequests']>;

/** One kind alone may be turned away for a while: when its cache fills after a start. */
const ENOUGH_THROTTLED = 3;
/** Of fewer, one in twenty may be any. */
const ENOUGH_ANSWERED = 20;
/** What the API server promises for the list of a whole namespace; a page of a list is less. */
const SLOW_MS = 5 * SECOND_MS;

/** True where the server turned away more of our requests than a moment explains. */
export function isThrottled({ throttled }: Requests): boolean {
  return throttled >= ENOUGH_THROTTLED;
}

/** True where it was slow with more of our requests than a moment explains. */
export function isSlow({ count, throttled, p95Ms }: Requests): boolean {
  return count - throttled >= ENOUGH_ANSWERED && p95Ms > SLOW_MS;
}
