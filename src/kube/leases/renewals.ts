import type { ObjectOf } from '../object.ts';
import { timeMs } from '../time.ts';

export type Lease = ObjectOf<'Lease'>;

interface Leases {
  readonly takenAtMs: number;
  all(kind: 'Lease'): readonly Lease[];
}

/**
 * The moment that renewals are held against: the newest of them all, where that is before the snapshot.
 *
 * Leases may have been recorded minutes before anything else: what nobody has renewed since says nothing of one holder.
 */
export function newestRenewal(view: Leases): number {
  let newest = Number.NEGATIVE_INFINITY;
  for (const { spec } of view.all('Lease')) newest = Math.max(newest, timeMs(spec?.renewTime) ?? newest);
  return Math.min(view.takenAtMs, newest);
}

/** How long a lease has gone without renewal, by that moment; 0 for one that never was renewed. */
export function unrenewedMs({ spec }: Lease, newestMs: number): number {
  const renewedMs = timeMs(spec?.renewTime);
  return renewedMs === undefined ? 0 : Math.max(0, newestMs - renewedMs);
}
