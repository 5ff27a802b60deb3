import type { Outcome } from './backend.ts';
import { failureIn } from './failure.ts';
import { type Fetch, type Guard, type GuardedFetch, guardFetch } from './guarded-fetch.ts';

/** What all exchanges with one server share. */
export interface Server {
  readonly fetch: Fetch;
  readonly secret: string | null;
  readonly idleMs: number;
}

/** For questions about models, which need no thinking. */
const LOOK_MS = 15_000;
const LARGEST_ANSWER = 1024 * 1024;

export type ExchangeOptions = Pick<Guard, 'who' | 'accepts' | 'signal'> &
  Partial<Pick<Guard, 'timeoutMs' | 'maxBytes'>> & { readonly prompt?: string };

/** Does something with a guarded fetch, and closes it whatever happens. */
export async function exchange<T>(
  server: Server,
  options: ExchangeOptions,
  work: (guarded: GuardedFetch, guard: Guard) => Promise<T>,
): Promise<T> {
  const { prompt = '', timeoutMs = LOOK_MS, maxBytes = LARGEST_ANSWER, who, accepts, signal } = options;
  const withheld = { prompt, secret: server.secret };
  const { fetch, idleMs } = server;
  const guard: Guard = { who, accepts, signal, fetch, idleMs, timeoutMs, maxBytes, withheld };
  const guarded = guardFetch(guard);
  try {
    return await work(guarded, guard);
  } finally {
    guarded.close();
  }
}

/** What `work` gives, or the failure that it threw. */
export async function outcomeOf<T>(who: string, work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    return { ok: false, failure: failureIn(thrown, who) };
  }
}
