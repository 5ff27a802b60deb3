import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { TLSSocket } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import type { Endpoint } from '../api/endpoint.ts';
import { cutShort, timedOut, unanswered } from '../api/unanswered.ts';
import type { CertificateFacts } from './facts.ts';

/** An answer, with what its connection tells. */
export interface Told {
  readonly status: number;
  readonly contentType: string;
  readonly location: string | null;
  readonly body: Buffer;
  readonly tookMs: number;
  /** The server's clock; null where it does not tell. */
  readonly servedAt: Date | null;
  readonly certificate: CertificateFacts | null;
}

/** What is asked: without a question something is read, with one a review of our own rights, which stores nothing. */
export interface Question {
  readonly path: string;
  readonly review?: object;
}

/** No answer that is asked for here is larger. */
const LARGEST_ANSWER = 4_000_000;

/**
 * Makes one request and reads its whole answer. Nothing is tried again: how a server answers is the question.
 *
 * @throws Unanswered where no whole answer comes, or the signal's reason where it aborts
 */
export async function exchange(endpoint: Endpoint, question: Question, signal: AbortSignal): Promise<Told> {
  signal.throwIfAborted();
  const credentials = await endpoint.access.headers();
  const began = performance.now();
  return new Promise((resolve, reject) => {
    let request: ClientRequest | undefined;
    const settle = (finish: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      finish();
    };
    const stop = (reason: unknown): void =>
      settle(() => {
        reject(reason);
        request?.destroy();
      });
    const onAbort = (): void => stop(signal.reason);
    const timer = setTimeout(() => stop(timedOut(endpoint)), endpoint.requestTimeoutMs);
    signal.addEventListener('abort', onAbort, { once: true });
    const onResponse = (response: IncomingMessage): void => {
      // Later the socket may serve somebody else.
      const { socket } = response;
      const certificate = socket instanceof TLSSocket ? certificateOf(socket) : null;
      const chunks: Buffer[] = [];
      let length = 0;
      response
        .on('data', (chunk: Buffer) => {
          length += chunk.length;
          chunks.push(chunk);
          if (length > LARGEST_ANSWER) stop(cutShort(endpoint));
        })
        .on('error', (thrown) => stop(cutShort(endpoint, thrown)))
        .on('end', () => {
          const tookMs = performance.now() - began;
          const body = unzipped(response, Buffer.concat(chunks));
          if (body === null) stop(cutShort(endpoint));
          else settle(() => resolve({ ...toldBy(response, body, tookMs), certificate }));
        });
    };
    try {
      request = open(endpoint, question, { ...endpoint.headers, ...credentials }, onResponse);
      request.on('error', (thrown) => stop(unanswered(endpoint, thrown)));
      request.end(question.review === undefined ? '' : JSON.stringify(question.review));
    } catch (thrown) {
      stop(unanswered(endpoint, thrown));
    }
  });
}

function open(
  { server, access }: Endpoint,
  { path, review }: Question,
  headers: Readonly<Record<string, string | string[]>>,
  onResponse: (response: IncomingMessage) => void,
): ClientRequest {
  const make = server.protocol === 'https:' ? httpsRequest : httpRequest;
  const body = review === undefined ? undefined : JSON.stringify(review);
  return make(
    new URL(server.pathname.replace(/\/$/, '') + path, server.origin),
    {
      method: body === undefined ? 'GET' : 'POST',
      agent: access.agent,
      // Said with each request: left unsaid, NODE_TLS_REJECT_UNAUTHORIZED would decide.
      rejectUnauthorized: access.verifiesServer,
      headers: {
        ...headers,
        accept: 'application/json',
        'accept-encoding': 'gzip',
        ...(body === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
      },
    },
    onResponse,
  );
}

function toldBy({ statusCode = 0, headers }: IncomingMessage, body: Buffer, tookMs: number): Omit<Told, 'certificate'> {
  const servedMs = Date.parse(headers.date ?? '');
  return {
    status: statusCode,
    contentType: headers['content-type'] ?? '',
    location: headers.location ?? null,
    body,
    tookMs,
    servedAt: Number.isNaN(servedMs) ? null : new Date(servedMs),
  };
}

/** Null for a body that was cut, or is larger than any that is asked for. */
function unzipped({ headers }: IncomingMessage, body: Buffer): Buffer | null {
  if (headers['content-encoding'] !== 'gzip') return body;
  try {
    return gunzipSync(body, { maxOutputLength: LARGEST_ANSWER });
  } catch {
    return null;
  }
}

function certificateOf(socket: TLSSocket): CertificateFacts | null {
  const shown = socket.getPeerX509Certificate();
  if (shown === undefined) return null;
  const names = (shown.subjectAltName ?? '').split(', ').map((entry) => entry.replace(/^(DNS|IP Address):/, ''));
  return { names: names.filter((name) => name !== ''), expiresAt: shown.validToDate.toISOString() };
}
