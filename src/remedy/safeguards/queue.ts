import { z } from 'zod';
import { endOf, Moment } from './moment.ts';

/** What becomes of a run for which there is no token. */
export type QueueSettings =
  | { readonly mode: 'Queue'; readonly ttlMs: number; readonly maxLength: number }
  | { readonly mode: 'Reject' | 'Notify' };

const Queued = z.object({
  /** Policy and target: one that is queued already is not queued again. */
  key: z.string(),
  priority: z.number(),
  at: Moment,
});

export type Queued = Readonly<z.output<typeof Queued>>;

interface Exceeded {
  readonly queue: readonly Queued[];
  readonly outcome: 'queued' | 'rejected' | 'notified';
  /** What had to make room. */
  readonly dropped: readonly Queued[];
}

/** Puts an intent in the queue, or says what else becomes of it. A full queue keeps those of higher priority. */
export function whenExceeded(queue: readonly Queued[], item: Queued, settings: QueueSettings): Exceeded {
  if (settings.mode !== 'Queue') {
    return { queue, outcome: settings.mode === 'Reject' ? 'rejected' : 'notified', dropped: [] };
  }
  const kept = withoutExpired(queue, settings.ttlMs, item.at);
  const expired = queue.filter((queued) => !kept.includes(queued));
  if (kept.some(({ key }) => key === item.key)) return { queue: kept, outcome: 'queued', dropped: expired };
  const all = [...kept, item];
  if (all.length <= settings.maxLength) return { queue: all, outcome: 'queued', dropped: expired };
  const last = inTurn(all).at(-1);
  const left = all.filter((queued) => queued !== last);
  if (last === item) return { queue: left, outcome: 'rejected', dropped: expired };
  return { queue: left, outcome: 'queued', dropped: last === undefined ? expired : [...expired, last] };
}

interface Turn {
  /** Null where nothing waits. */
  readonly item: Queued | null;
  readonly queue: readonly Queued[];
  readonly expired: readonly Queued[];
}

/** Takes the next one out: the highest priority first, and the one that came first among equals. */
export function nextInQueue(queue: readonly Queued[], ttlMs: number, now: Moment): Turn {
  const kept = withoutExpired(queue, ttlMs, now);
  const item = inTurn(kept)[0] ?? null;
  return {
    item,
    queue: kept.filter((queued) => queued !== item),
    expired: queue.filter((queued) => !kept.includes(queued)),
  };
}

function inTurn(queue: readonly Queued[]): readonly Queued[] {
  return [...queue].sort((left, right) => right.priority - left.priority);
}

function withoutExpired(queue: readonly Queued[], ttlMs: number, now: Moment): readonly Queued[] {
  return queue.filter(({ at }) => endOf(at, ttlMs, now) !== null);
}
