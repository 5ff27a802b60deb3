import { type Agent, type IncomingMessage, request as plainRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { LookupFunction } from 'node:net';
import { agentFor } from './agent.ts';
import { type Failure, refused, unsent } from './failure.ts';
import type { Delivery } from './receivers.ts';

/** What a receiver says when it refuses is read this far. */
const LONGEST_ANSWER = 2_000;

/** What one sending is held to. */
export interface Sending {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** For the proxy that it names. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Judges the addresses of the receiver's name before one is connected to. Then no proxy stands between. */
  readonly lookup?: LookupFunction;
}

/**
 * Sends it once: no second attempt, no redirect, which would take results to a host that nobody named. Null where the
 * receiver took it, else what went wrong.
 */
export async function send(delivery: Delivery, { timeoutMs, signal, env, lookup }: Sending): Promise<Failure | null> {
  const late = AbortSignal.timeout(timeoutMs);
  let agent: Agent | undefined;
  try {
    // In here, as a proxy that cannot be used makes it throw.
    agent = agentFor(new URL(delivery.url), lookup === undefined ? env : {});
    const response = await answerTo(delivery, {
      agent,
      signal: AbortSignal.any([signal, late]),
      ...(lookup && { lookup }),
    });
    const status = response.statusCode ?? 0;
    const isTaken = status >= 200 && status < 300;
    const said = isTaken ? '' : await beginningOf(response);
    response.destroy();
    return isTaken ? null : refused(delivery, status, said);
  } catch (thrown) {
    return unsent(delivery, thrown, late.aborted ? timeoutMs : null);
  } finally {
    agent?.destroy();
  }
}

function answerTo(
  { method, url, contentType, body, credential, headers: own }: Delivery,
  way: { readonly agent: Agent; readonly signal: AbortSignal; readonly lookup?: LookupFunction },
): Promise<IncomingMessage> {
  const headers = {
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
    'User-Agent': 'mekhanikube',
    ...own,
    ...(credential === null ? {} : { Authorization: credential.authorization }),
  };
  const start = url.startsWith('https:') ? tlsRequest : plainRequest;
  return new Promise((resolve, reject) => {
    // Said with each request: left unsaid, NODE_TLS_REJECT_UNAUTHORIZED would decide. `fetch` cannot be told.
    start(url, { method, headers, ...way, rejectUnauthorized: true })
      .once('response', resolve)
      .once('error', reject)
      .end(body);
  });
}

async function beginningOf(response: IncomingMessage): Promise<string> {
  let text = '';
  try {
    for await (const piece of response.setEncoding('utf8')) {
      text += String(piece);
      if (text.length >= LONGEST_ANSWER) break;
    }
  } catch {
    // The status says enough.
  }
  return text.slice(0, LONGEST_ANSWER);
}
