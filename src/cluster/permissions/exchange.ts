import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { TLSSocket } from 'node:tls';
import { gunzipSync } from 'node:zlib';
import type { Endpoint } from '../api/endpoint.ts';
import { cutShort, timedOut, Unanswered, unanswered } from '../api/unanswered.ts';
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
  const headers = { ...endpoint.headers, ...(await endpoint.access.headers()) };
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(timedOut(endpoint)), endpoint.requestTimeoutMs);
  const inTime = AbortSignal.any([signal, limit.signal]);
  try {
    const began = performance.now();
    const response = await answerTo(open(endpoint, question, headers, inTime), question);
    // Later the socket may serve somebody else.
    const certificate = response.socket instanceof TLSSocket ? certificateOf(response.socket) : null;
    const body = await bodyOf(response, endpoint);
    return { ...headOf(response), body, certificate, tookMs: performance.now() - began };
  } catch (thrown) {
    inTime.throwIfAborted();
    throw thrown instanceof Unanswered ? thrown : unanswered(endpoint, thrown);
  } finally {
    clearTimeout(timer);
  }
}

function answerTo(request: ClientRequest, { review }: Question): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    // It stays for errors that come behind the answer's head, which the body's reader meets too.
    request.on('error', reject).once('response', resolve);
    request.end(review === undefined ? '' : JSON.stringify(review));
  });
}

async function bodyOf(response: IncomingMessage, endpoint: Endpoint): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      length += chunks.at(-1)?.length ?? 0;
      if (length > LARGEST_ANSWER) throw cutShort(endpoint);
    }
    const body = Buffer.concat(chunks);
    const isZipped = response.headers['content-encoding'] === 'gzip';
    return isZipped ? gunzipSync(body, { maxOutputLength: LARGEST_ANSWER }) : body;
  } catch (thrown) {
    throw cutShort(endpoint, thrown);
  }
}

function open(
  { server, access }: Endpoint,
  { path, review }: Question,
  headers: Readonly<Record<string, string | string[]>>,
  signal: AbortSignal,
): ClientRequest {
  const make = server.protocol === 'https:' ? httpsRequest : httpRequest;
  const body = review === undefined ? undefined : JSON.stringify(review);
  return make(new URL(server.pathname.replace(/\/$/, '') + path, server.origin), {
    method: body === undefined ? 'GET' : 'POST',
    agent: access.agent,
    signal,
    // Said with each request: left unsaid, NODE_TLS_REJECT_UNAUTHORIZED would decide.
    rejectUnauthorized: access.verifiesServer,
    headers: {
      ...headers,
      accept: 'application/json',
      'accept-encoding': 'gzip',
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    },
  });
}

function headOf({ statusCode = 0, headers }: IncomingMessage): Omit<Told, 'body' | 'certificate' | 'tookMs'> {
  const servedMs = Date.parse(headers.date ?? '');
  return {
    status: statusCode,
    contentType: headers['content-type'] ?? '',
    location: headers.location ?? null,
    servedAt: Number.isNaN(servedMs) ? null : new Date(servedMs),
  };
}

function certificateOf(socket: TLSSocket): CertificateFacts | null {
  const shown = socket.getPeerX509Certificate();
  if (shown === undefined) return null;
  const names = (shown.subjectAltName ?? '').split(', ').map((entry) => entry.replace(/^(DNS|IP Address):/, ''));
  return { names: names.filter((name) => name !== ''), expiresAt: shown.validToDate.toISOString() };
}
