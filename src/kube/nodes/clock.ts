import type { ObjectOf } from '../object.ts';
import { MINUTE_MS, SECOND_MS, timeMs } from '../time.ts';

/** A clock that differs from the API server's, or the API server's from ours. */
export interface Skew {
  /** How far it is ahead; negative if it is behind. */
  readonly seconds: number;
  /** Null for the API server's own, against this machine's. */
  readonly node: string | null;
  readonly severity: 'low' | 'medium';
  readonly path: string;
  readonly value: number | string;
}

const WORTH_TELLING_SECONDS = 5;
const HARMFUL_SECONDS = 60;
/** Reading everything takes time, during which kubelets renew their leases: only what is further ahead is surely skew. */
const AHEAD_MS = 5 * MINUTE_MS;

/** How far a clock is off, if it is worth telling. A kubelet whose clock is behind looks like one that is late. */
export function skewOf(object: ObjectOf<'ControlPlane' | 'Lease'>, takenAtMs: number): Skew | undefined {
  return isLease(object) ? ofLease(object, takenAtMs) : ofServer(object);
}

function ofServer({ clockSkewSeconds: seconds = 0 }: ObjectOf<'ControlPlane'>): Skew | undefined {
  if (Math.abs(seconds) <= WORTH_TELLING_SECONDS) return undefined;
  const severity = Math.abs(seconds) > HARMFUL_SECONDS ? 'medium' : 'low';
  return { seconds: Math.round(seconds), node: null, severity, path: 'clockSkewSeconds', value: seconds };
}

function ofLease({ metadata, spec }: ObjectOf<'Lease'>, takenAtMs: number): Skew | undefined {
  if (metadata.namespace !== 'kube-node-lease') return undefined;
  const aheadMs = (timeMs(spec?.renewTime) ?? 0) - takenAtMs;
  if (aheadMs < AHEAD_MS) return undefined;
  const seconds = Math.floor(aheadMs / SECOND_MS);
  return { seconds, node: metadata.name, severity: 'medium', path: 'spec.renewTime', value: spec?.renewTime ?? '' };
}

function isLease(object: ObjectOf<'ControlPlane' | 'Lease'>): object is ObjectOf<'Lease'> {
  return object.kind === 'Lease';
}
