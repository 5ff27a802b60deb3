/** How long to wait before each new attempt: twice as long each time, up to the longest. */
export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * The wait before the attempt that follows `attempt` (1 for the first), between half of the backoff and all of it,
 * so that callers that failed together do not come back together.
 *
 * @param random between 0 and 1
 */
export function waitAfter(attempt: number, backoff: Backoff, random: number): number {
  const ceiling = Math.min(backoff.longestMs, backoff.firstMs * 2 ** (attempt - 1));
  return Math.round((ceiling * (1 + random)) / 2);
}

/** What to do after an attempt: be content with its value, or try once more after a wait. */
export type Verdict<T> = { readonly done: T } | { readonly waitMs: number };

/** Attempts something until it is done. The caller bounds the number of attempts: `attempt` counts from 1. */
export async function retry<T>(
  work: (attempt: number) => Promise<Verdict<T>>,
  sleep: (ms: number) => Promise<void>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const verdict = await work(attempt);
    if ('done' in verdict) return verdict.done;
    await sleep(verdict.waitMs);
  }
}
