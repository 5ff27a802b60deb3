import {
  type Clock,
  clipped,
  conditionIn,
  conditionSeen,
  failedFor,
  saysOf,
  standingSince,
} from '../custom/conditions.ts';
import { listAt, textAt } from '../custom/fields.ts';
import { isSuspended } from '../custom/suspended.ts';
import type { Custom } from '../object.ts';
import { MINUTE_MS } from '../time.ts';

/** Why something that is kept in Git, or in a registry, is not applied or not fetched. */
export interface Failure {
  readonly reason: string;
  readonly says: string;
  /** What is applied instead; empty where nothing says. */
  readonly revision: string;
  readonly since: string | null;
  readonly evidence: readonly { readonly path: string; readonly value: string }[];
}

/** Not the delivery's fault, as long as it tries on: what it delivered does not come up, or not yet. */
const HEALTH = new Set(['HealthCheckFailed', 'Progressing', 'ProgressingWithRetry']);

/** Why an object of Flux is not ready; undefined where it is, where it was suspended, and while it is at work. */
export function fluxFailureOf(object: Custom, clock: Clock): Failure | undefined {
  const condition = failedFor(object, 'Ready', 5 * MINUTE_MS, clock);
  if (condition === undefined || isSuspended(object)) return undefined;
  const stalled = conditionIn(object.status, 'Stalled')?.status === 'True';
  if (HEALTH.has(condition.reason) && !stalled) return undefined;
  return {
    reason: condition.reason,
    says: saysOf(condition),
    revision: clipped(
      textAt(object.status, 'lastAppliedRevision') || textAt(listAt(object.status, 'history')[0], 'chartVersion'),
      60,
    ),
    since: standingSince(condition),
    evidence: conditionSeen(condition),
  };
}
