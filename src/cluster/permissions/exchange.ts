import { TLSSocket } from 'node:tls';
import type { Endpoint } from '../api/endpoint.ts';
import { type Answer, send } from '../api/send.ts';
import type { CertificateFacts } from './facts.ts';

/** An answer, with what its connection tells. */
export interface Told extends Answer {
  readonly tookMs: number;
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
export async function exchange(endpoint: Endpoint, { path, review }: Question, signal: AbortSignal): Promise<Told> {
  // A plugin that renews a token is not the server's time.
  await endpoint.access.headers();
  let certificate: CertificateFacts | null = null;
  const began = performance.now();
  const answer = await send(
    endpoint,
    {
      path,
      post: review,
      maxBytes: LARGEST_ANSWER,
      onHead: ({ socket }) => {
        certificate = socket instanceof TLSSocket ? certificateOf(socket) : null;
      },
    },
    signal,
  );
  return { ...answer, certificate, tookMs: performance.now() - began };
}

function certificateOf(socket: TLSSocket): CertificateFacts | null {
  const shown = socket.getPeerX509Certificate();
  if (shown === undefined) return null;
  const names = (shown.subjectAltName ?? '').split(', ').map((entry) => entry.replace(/^(DNS|IP Address):/, ''));
  return { names: names.filter((name) => name !== ''), expiresAt: shown.validToDate.toISOString() };
}
