import { type Attempt, momentOf } from './attempt.ts';
import { elapsedMs, endOf, type Moment } from './moment.ts';

/** So many failed runs within a time stop a policy. */
export interface BreakerSettings {
  readonly failures: number;
  readonly withinMs: number;
  readonly openForMs: number;
}

/** `half-open`: its time is over, and one run may show whether things are better. */
export type Breaker =
  | { readonly state: 'closed' }
  | { readonly state: 'open'; readonly failures: number; readonly until: Date }
  | { readonly state: 'half-open' /** The run that is trying now. */; readonly probe: string | null };

/** How a policy's breaker stands, from its attempts in the order in which they began: nothing else is remembered. */
export function breakerOf(
  attempts: readonly Attempt[],
  policy: string,
  settings: BreakerSettings,
  now: Moment,
): Breaker {
  const own = attempts.filter((attempt) => attempt.policy === policy && attempt.outcome !== 'withdrawn');
  const ended = own.filter(({ outcome }) => outcome !== 'running').sort((left, right) => byEnd(left, right, now));
  const opened = ended.reduce<Opened>((before, attempt) => afterRun(before, attempt, settings), { failures: [] });
  if (opened.at === undefined) return { state: 'closed' };
  const until = endOf(opened.at, settings.openForMs, now);
  if (until !== null) return { state: 'open', failures: opened.failures.length, until };
  const since = elapsedMs(opened.at, now) - settings.openForMs;
  const probe = own.find(({ outcome, startedAt }) => outcome === 'running' && elapsedMs(startedAt, now) <= since);
  return { state: 'half-open', probe: probe?.run ?? null };
}

interface Opened {
  /** When it opened last; absent while it is closed. */
  readonly at?: Moment;
  readonly failures: readonly Moment[];
}

function afterRun(before: Opened, attempt: Attempt, { failures, withinMs, openForMs }: BreakerSettings): Opened {
  const ended = momentOf(attempt);
  if (before.at !== undefined) {
    // What began before the probe's time tells nothing: it was under way when the breaker opened.
    if (elapsedMs(before.at, attempt.startedAt) < openForMs) return before;
    return attempt.outcome === 'succeeded' ? { failures: [] } : { at: ended, failures: before.failures };
  }
  if (attempt.outcome === 'succeeded') return before;
  const recent = [...before.failures.filter((failure) => elapsedMs(failure, ended) < withinMs), ended];
  return recent.length >= failures ? { at: ended, failures: recent } : { failures: recent };
}

/** The earlier end first. */
function byEnd(left: Attempt, right: Attempt, now: Moment): number {
  return elapsedMs(momentOf(right), now) - elapsedMs(momentOf(left), now);
}
