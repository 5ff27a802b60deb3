import { type Attempt, momentOf } from './attempt.ts';
import { elapsedMs, endOf, type Moment } from './moment.ts';

/** How long to wait after an attempt. Null is not at all. */
export interface CooldownSettings {
  readonly perTargetMs: number | null;
  readonly perPolicyMs: number | null;
  /** After a failure on the target, in place of `perTargetMs`. */
  readonly afterFailureMs: number | null;
  /** Each further failure in a row makes the wait longer by this factor. */
  readonly backoff: { readonly factor: number; readonly maxMs: number } | null;
}

export type Cooldown =
  | { readonly state: 'ready' }
  | { readonly state: 'cooling'; readonly until: Date; readonly because: string };

/** Who wants to act on what. */
export interface Wanted {
  readonly policy: string | null;
  /** The uid of the workload. */
  readonly target: string;
}

/** Whether it is too early; whoever acted on the target before, it counts. Attempts in the order in which they began. */
export function cooldownOf(
  attempts: readonly Attempt[],
  wanted: Wanted,
  settings: CooldownSettings,
  now: Moment,
): Cooldown {
  const counting = attempts.filter(({ outcome }) => outcome !== 'withdrawn');
  const ofTarget = counting.filter(({ target }) => target === wanted.target);
  const ofPolicy = counting.filter(({ policy }) => policy !== null && policy === wanted.policy);
  const waits = [
    wait(ofTarget, targetWaitMs(ofTarget, settings), 'the target', now),
    wait(ofPolicy, settings.perPolicyMs ?? 0, 'the policy', now),
  ].filter((cooldown) => cooldown.state === 'cooling');
  const [first, second] = waits;
  if (first === undefined) return { state: 'ready' };
  return second !== undefined && second.until > first.until ? second : first;
}

/** How many of the last attempts failed, one after the other. */
function failuresInARow(attempts: readonly Attempt[]): number {
  const ended = attempts.filter(({ outcome }) => outcome !== 'running');
  return ended.length - 1 - ended.findLastIndex(({ outcome }) => outcome === 'succeeded');
}

function targetWaitMs(
  attempts: readonly Attempt[],
  { perTargetMs, afterFailureMs, backoff }: CooldownSettings,
): number {
  const failures = failuresInARow(attempts);
  if (failures === 0) return perTargetMs ?? 0;
  // A failure never makes the wait shorter than a success would.
  const base = Math.max(afterFailureMs ?? 0, perTargetMs ?? 0);
  if (backoff === null) return base;
  const grown = base * backoff.factor ** (failures - 1);
  return Math.max(base, Math.min(grown, backoff.maxMs));
}

function wait(attempts: readonly Attempt[], durationMs: number, what: string, now: Moment): Cooldown {
  // The latest to end, not the last to begin: a long run may outlast a short one.
  const last = attempts.reduce<Attempt | undefined>((latest, attempt) => {
    if (latest === undefined) return attempt;
    return elapsedMs(momentOf(attempt), now) <= elapsedMs(momentOf(latest), now) ? attempt : latest;
  }, undefined);
  const until = last === undefined ? null : endOf(momentOf(last), durationMs, now);
  if (last === undefined || until === null) return { state: 'ready' };
  const how = last.outcome === 'failed' ? 'failed' : last.outcome === 'running' ? 'is still running' : 'ended';
  const when = new Date(momentOf(last).wallMs).toISOString();
  const since = last.outcome === 'running' ? `since ${when}` : `at ${when}`;
  return { state: 'cooling', until, because: `the last run ${last.run} of ${what} ${how} ${since}` };
}
