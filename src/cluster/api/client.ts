import type { IncomingMessage } from 'node:http';
import { setTimeout as sleepFor } from 'node:timers/promises';
import { MekhanikubeError } from '../../base/errors.ts';
import { type Backoff, retry, type Verdict, waitAfter } from '../../base/retry.ts';
import type { Endpoint } from './endpoint.ts';
import { type Reply, readAnswer } from './reply.ts';
import { type Answer, send } from './send.ts';
import { createSlots } from './slots.ts';
import { Unanswered } from './unanswered.ts';

/** Reads from one API server: GET and nothing else. */
export interface Api {
  /**
   * Gets one JSON object, waiting its turn, and again where the failure may pass.
   *
   * @param path with its query
   * @param onAnswer told of every answer, also of those after which it is asked again
   * @throws MekhanikubeError `cluster-unreadable` where the credentials are refused, or the server has never answered
   * @throws the signal's reason where it aborts
   */
  get(path: string, signal: AbortSignal, accept?: string, onAnswer?: OnAnswer): Promise<Reply>;
}

/** Sees the status of an answer, and how long its head took. */
export type OnAnswer = (status: number, ms: number) => void;

interface Asked {
  readonly path: string;
  readonly accept: string;
  readonly onAnswer: OnAnswer | undefined;
}

/** Times that pass: parameters, so that tests need not wait. */
export interface Pauses {
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  random(): number;
}

const REAL_PAUSES: Pauses = {
  sleep: (ms, signal) => sleepFor(ms, undefined, { signal }),
  random: Math.random,
};

/** Attempts in all: a rolling restart of one API server among several passes in less. */
const ATTEMPTS = 5;
const BACKOFF: Backoff = { firstMs: 250, longestMs: 5_000 };
/** A server that wants to be left alone for longer is not waited for. */
const LONGEST_RETRY_AFTER_MS = 60_000;

/** Makes the reader of one server, with at most `maxInFlight` requests at a time. */
export function createApi(endpoint: Endpoint, maxInFlight: number, pauses: Pauses = REAL_PAUSES): Api {
  const inTurn = createSlots(maxInFlight);
  let hasAnswered = false;
  let renewal: Promise<boolean> | undefined;

  async function timed({ path, accept, onAnswer }: Asked, signal: AbortSignal): Promise<Answer> {
    const askedAt = performance.now();
    const onHead = ({ statusCode = 0 }: IncomingMessage) => onAnswer?.(statusCode, performance.now() - askedAt);
    return await send(endpoint, { path, accept, onHead }, signal);
  }

  async function attempt(asked: Asked, signal: AbortSignal, count: number): Promise<Verdict<Reply>> {
    const waitMs = count < ATTEMPTS ? waitAfter(count, BACKOFF, pauses.random()) : null;
    try {
      const answer = await inTurn(() => timed(asked, signal));
      hasAnswered = true;
      if (answer.status === 401) {
        // Once, and once for all requests: an expired token is renewed, wrong ones stay wrong.
        const isFirst = renewal === undefined;
        renewal ??= endpoint.access.renew();
        if ((await renewal) && (isFirst || count === 1)) return { waitMs: 0 };
        throw refused(endpoint);
      }
      const { reply, transient } = readAnswer(answer);
      if (!transient || waitMs === null) return { done: reply };
      const askedMs = answer.retryAfterMs ?? 0;
      return askedMs > LONGEST_RETRY_AFTER_MS ? { done: reply } : { waitMs: Math.max(waitMs, askedMs) };
    } catch (thrown) {
      if (!(thrown instanceof Unanswered)) throw thrown;
      // A server that has never answered is more likely to be the wrong one than to be away for a moment.
      if (!hasAnswered) throw thrown;
      if (thrown.transient && waitMs !== null) return { waitMs };
      return { done: { state: 'failed', reason: thrown.reason } };
    }
  }

  return {
    get: (path, signal, accept = 'application/json', onAnswer) =>
      retry(
        (count) => attempt({ path, accept, onAnswer }, signal, count),
        // Where it is cut off, the next attempt says why.
        (ms) => pauses.sleep(ms, signal).catch(() => {}),
      ),
  };
}

function refused({ label, access }: Endpoint): MekhanikubeError {
  return new MekhanikubeError('cluster-unreadable', `the API server at ${label} refuses the credentials (401)`, {
    hint: access.advice(new Date()),
  });
}
