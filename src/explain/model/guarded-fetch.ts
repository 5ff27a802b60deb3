import { checkedJson, checkedLines } from './answer-bytes.ts';
import { type ModelError, modelError, type Withheld } from './failure.ts';
import { isUsable, refusal, whatCame } from './refusal.ts';
import { transportError } from './transport.ts';

export type Fetch = typeof globalThis.fetch;

/** What one exchange with a server is held to. */
export interface Guard {
  /** The model and the server, as messages name them. */
  readonly who: string;
  /** `json`: one value. `json-lines`: one object a line. `events`: server-sent events, or one value. */
  readonly accepts: 'json' | 'json-lines' | 'events';
  readonly signal: AbortSignal;
  /** The most time that all of it may take. */
  readonly timeoutMs: number;
  /** The most time between two pieces of an answer. The first one may take all of `timeoutMs`: a model has to read first. */
  readonly idleMs: number;
  readonly maxBytes: number;
  readonly withheld: Withheld;
  readonly fetch: Fetch;
}

export interface GuardedFetch {
  readonly fetch: Fetch;
  /** Ends the exchange. A server stops writing when its connection closes. */
  close(): void;
}

/**
 * A fetch for one exchange, safe to hand to a client library: it fails with a `ModelError` only, never prints,
 * never follows a redirect (a prompt would go to a host that nobody allowed), never waits or reads without an
 * end, and lets nothing through but what was asked for.
 */
export function guardFetch(guard: Guard): GuardedFetch {
  const end = new AbortController();
  const late = setTimeout(
    () => end.abort(tooLate(guard, 'gave no full answer within', guard.timeoutMs)),
    guard.timeoutMs,
  );
  const signal = AbortSignal.any([guard.signal, end.signal]);
  const fetch: Fetch = async (input, init) => {
    const response = await send(guard, input, { ...init, redirect: 'error', signal }).catch((thrown: unknown) => {
      throw transportError(thrown, guard, 'before');
    });
    if (!response.ok) throw await refusal(response, guard);
    if (!isUsable(response, guard.accepts)) {
      const came = whatCame(response);
      await response.body?.cancel().catch(() => {});
      throw modelError('refused', `${guard.who} answered with ${came} where JSON belongs`, PROXY_HINT);
    }
    const body = checked(response, guard, pieces(response, guard, end));
    return new Response(ReadableStream.from(body), { status: response.status, headers: contentType(response) });
  };
  return {
    fetch,
    close() {
      clearTimeout(late);
      end.abort(modelError('interrupted', `the exchange with ${guard.who} is over`));
    },
  };
}

const PROXY_HINT = 'A proxy or another program may listen there';

async function send(guard: Guard, input: Parameters<Fetch>[0], init: RequestInit): Promise<Response> {
  // An aborted signal would otherwise be looked at only after the connection was opened.
  init.signal?.throwIfAborted();
  return guard.fetch(input, init);
}

function contentType(response: Response): Record<string, string> {
  return { 'content-type': response.headers.get('content-type') ?? 'application/json' };
}

function tooLate(guard: Guard, what: string, ms: number): ModelError {
  return modelError('timeout', `${guard.who} ${what} ${Math.round(ms / 100) / 10} s`);
}

function checked(response: Response, guard: Guard, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const events = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
  if (events) return body;
  return guard.accepts === 'json-lines' ? checkedLines(body, guard) : checkedJson(body, guard);
}

/** The bytes of an answer, in bounds. */
async function* pieces(response: Response, guard: Guard, end: AbortController): AsyncGenerator<Uint8Array> {
  let total = 0;
  let idle: NodeJS.Timeout | undefined;
  try {
    for await (const piece of response.body ?? []) {
      clearTimeout(idle);
      total += piece.byteLength;
      if (total > guard.maxBytes) {
        throw modelError('refused', `${guard.who} sent more than ${guard.maxBytes} bytes, which is no sane answer`);
      }
      yield piece;
      idle = setTimeout(() => end.abort(tooLate(guard, 'fell silent for', guard.idleMs)), guard.idleMs);
    }
  } catch (thrown) {
    throw transportError(thrown, guard, 'during');
  } finally {
    clearTimeout(idle);
  }
}
