import { type ClientRequest, request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { unzip } from './bytes.ts';
import type { Endpoint } from './endpoint.ts';
import { cutShort, timedOut, Unanswered, unanswered } from './unanswered.ts';

/** A whole answer of the server, whatever its status. */
export interface Answer {
  readonly status: number;
  readonly contentType: string;
  /** The server's clock, as RFC 3339; null where it does not tell. */
  readonly servedAt: string | null;
  /** How long the server asks to stay away. */
  readonly retryAfterMs: number | null;
  /** Where it sends us instead; null for nowhere. */
  readonly location: string | null;
  readonly body: Buffer;
}

/** A body with its verb. */
export interface Change {
  readonly method: 'POST' | 'PATCH' | 'DELETE';
  readonly contentType: string;
  readonly body: object;
}

/** What is asked. */
export interface Question {
  /** With its query, below the server's own path. */
  readonly path: string;
  readonly accept?: string | undefined;
  /** Posted as JSON; without one and without `change`, it is a GET request. */
  readonly post?: object | undefined;
  /** A request that changes something. */
  readonly change?: Change | undefined;
  /** A larger answer is none; absent for no limit. */
  readonly maxBytes?: number;
  /** Sees the answer's head while its connection is still its own. */
  readonly onHead?: (response: IncomingMessage) => void;
}

/**
 * Makes one request and reads its whole answer.
 *
 * @throws Unanswered where no whole answer comes, or the signal's reason where it aborts
 */
export async function send(endpoint: Endpoint, question: Question, signal: AbortSignal): Promise<Answer> {
  signal.throwIfAborted();
  const { accept = 'application/json', maxBytes } = question;
  const change = question.change ?? posted(question.post);
  const text = change === undefined ? undefined : JSON.stringify(change.body);
  const { response, body } = await exchange(endpoint, question, { method: change?.method ?? 'GET', text }, signal, {
    ...endpoint.headers,
    ...(await endpoint.access.headers()),
    accept,
    'accept-encoding': 'gzip',
    ...(text === undefined ? {} : { 'content-type': change?.contentType, 'content-length': Buffer.byteLength(text) }),
  });
  return {
    status: response.statusCode ?? 0,
    contentType: response.headers['content-type'] ?? '',
    servedAt: timestamp(response.headers.date),
    retryAfterMs: retryAfter(response.headers['retry-after']),
    location: response.headers.location ?? null,
    body: response.headers['content-encoding'] === 'gzip' ? unzipped(endpoint, body, maxBytes) : body,
  };
}

function posted(body: object | undefined): Change | undefined {
  return body === undefined ? undefined : { method: 'POST', contentType: 'application/json', body };
}

function exchange(
  endpoint: Endpoint,
  { path, maxBytes = Number.POSITIVE_INFINITY, onHead }: Question,
  { method, text }: { readonly method: string; readonly text: string | undefined },
  signal: AbortSignal,
  headers: OutgoingHttpHeaders,
): Promise<{ response: IncomingMessage; body: Buffer }> {
  const { server, access, requestTimeoutMs } = endpoint;
  const make = server.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((resolve, reject) => {
    const url = new URL(server.pathname.replace(/\/$/, '') + path, server.origin);
    let request: ClientRequest | undefined;
    let wasSent = false;
    const stop = (reason: unknown): void => {
      if (reason instanceof Unanswered) reason.wasSent = wasSent;
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      reject(reason);
      request?.destroy();
    };
    const onAbort = (): void => stop(signal.reason);
    const timer = requestTimeoutMs > 0 ? setTimeout(() => stop(timedOut(endpoint)), requestTimeoutMs) : undefined;
    signal.addEventListener('abort', onAbort, { once: true });
    const onResponse = (response: IncomingMessage): void => {
      onHead?.(response);
      const chunks: Buffer[] = [];
      let length = 0;
      response
        .on('data', (chunk: Buffer) => {
          chunks.push(chunk);
          length += chunk.length;
          if (length > maxBytes) stop(cutShort(endpoint));
        })
        .on('error', (thrown) => stop(cutShort(endpoint, thrown)))
        .on('end', () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', onAbort);
          resolve({ response, body: Buffer.concat(chunks) });
        });
    };
    try {
      // Said with each request: left unsaid, NODE_TLS_REJECT_UNAUTHORIZED would decide.
      const options = { method, agent: access.agent, rejectUnauthorized: access.verifiesServer, headers };
      request = make(url, options, onResponse);
      request
        .on('finish', () => {
          wasSent = true;
        })
        .on('error', (thrown) => stop(unanswered(endpoint, thrown)))
        .end(text);
    } catch (thrown) {
      // A header that no header can be, an agent that cannot make its connection.
      stop(unanswered(endpoint, thrown));
    }
  });
}

function unzipped(endpoint: Endpoint, body: Buffer, maxBytes: number | undefined): Buffer {
  try {
    return unzip(body, maxBytes);
  } catch (thrown) {
    throw cutShort(endpoint, thrown);
  }
}

function timestamp(date: string | undefined): string | null {
  const ms = Date.parse(date ?? '');
  return Number.isNaN(ms) ? null : new Date(ms).toISOString().replace('.000Z', 'Z');
}

/** Seconds or a date. @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
function retryAfter(header: string | undefined): number | null {
  if (header === undefined) return null;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const ms = Date.parse(header);
  return Number.isNaN(ms) ? null : Math.max(0, ms - Date.now());
}
