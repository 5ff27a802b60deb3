import type { ObjectRef } from '../kube/object-ref.ts';
import type { Evidence } from './finding.ts';

/** A warning event, or several that differ in nothing but their times. */
export interface Warning {
  readonly object: ObjectRef;
  readonly reason: string;
  readonly message: string;
  /** How often it was seen. */
  readonly count: number;
  /** RFC 3339; null where the event does not say. */
  readonly first: string | null;
  readonly last: string | null;
}

/** The end of what a container wrote. */
export interface LogExcerpt {
  readonly object: ObjectRef;
  readonly container: string;
  /** True for the instance before the running one. */
  readonly previous: boolean;
  /** Oldest first, without what looks like a token or a key. */
  readonly lines: readonly string[];
}

/** What was seen around a finding besides its own evidence: it helps to explain, and judges nothing. */
export interface Circumstances {
  /** When the cluster was read. */
  readonly takenAt: string;
  /** Conditions of the subject and of the first member that are not as they should be. */
  readonly conditions: readonly Evidence[];
  /** Newest first. */
  readonly warnings: readonly Warning[];
  readonly logs: readonly LogExcerpt[];
}
