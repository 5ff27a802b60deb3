import { MekhanikubeError } from '../../base/errors.ts';
import { type ExchangeOptions, exchange, type Server } from '../model/exchange.ts';
import { failureIn } from '../model/failure.ts';
import type { Fetch, GuardedFetch } from '../model/guarded-fetch.ts';

/** How to reach an Ollama server for its models. */
export interface Reach {
  readonly signal: AbortSignal;
  readonly fetch?: Fetch | undefined;
}

/** Reading a large file to its end to check it takes a server minutes, in which it says nothing. */
const IDLE_MS = 600_000;

/**
 * One exchange about models.
 *
 * @throws MekhanikubeError `model-unavailable`, or `interrupted`
 */
export async function talk<T>(
  reach: Reach,
  options: Omit<ExchangeOptions, 'signal'>,
  work: (guarded: GuardedFetch) => Promise<T>,
): Promise<T> {
  const server: Server = { fetch: reach.fetch ?? globalThis.fetch, secret: null, idleMs: IDLE_MS };
  try {
    return await exchange(server, { ...options, signal: reach.signal }, work);
  } catch (thrown) {
    throw thrown instanceof MekhanikubeError ? thrown : unavailable(thrown, options.who);
  }
}

function unavailable(thrown: unknown, who: string): MekhanikubeError {
  const { kind, message, hint } = failureIn(thrown, who);
  const advice = hint ?? (kind === 'unreachable' ? START_HINT : undefined);
  const options = { cause: thrown, ...(advice === undefined ? {} : { hint: advice }) };
  return new MekhanikubeError(kind === 'interrupted' ? 'interrupted' : 'model-unavailable', message, options);
}

const START_HINT = 'start it with `ollama serve`, or say where it is with OLLAMA_HOST';
