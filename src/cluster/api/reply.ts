import { z } from 'zod';
import type { Answer } from './send.ts';

/** The outcome of one request that matters to the caller; refused credentials and silence are thrown instead. */
export type Reply =
  | {
      readonly state: 'ok';
      /** A JSON object, not yet parsed. */
      readonly body: Buffer;
      readonly servedAt: string | null;
    }
  | Refusal;

/** Why there is no object. */
export interface Refusal {
  /** No right to it; not served here; a list that can no longer be continued; anything else. */
  readonly state: 'forbidden' | 'absent' | 'expired' | 'failed';
  /** In a few words. */
  readonly reason: string;
  /** What to do about it, where that is known. */
  readonly hint?: string;
}

/** How an answer reads: final, or worth another attempt. */
export type Reading = { readonly reply: Reply; readonly transient: boolean };

/** The error body of the API. @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
const Status = z.object({ kind: z.literal('Status'), message: z.string().optional() });

/** What an answer means. 401 is not for here: see `client.ts`. */
export function readAnswer(answer: Answer): Reading {
  const { status, location } = answer;
  if (status === 200) return readBody(answer);
  if (status === 403) return final('forbidden', messageIn(answer) ?? 'forbidden');
  if (status === 404) return isFromApiServer(answer) ? final('absent', 'not served') : notAnApiServer(answer);
  if (status === 410) return final('expired', 'the list can no longer be continued');
  if (status >= 300 && status < 400) {
    const to = location === null ? '' : ` to ${URL.parse(location)?.host ?? 'another page'}`;
    return final('failed', `redirected (${status})${to}`, 'a login page or proxy stands before the API server');
  }
  const said = messageIn(answer);
  const reason = `answered ${status}${said === null ? '' : `: ${said}`}`;
  if (said?.includes('HTTP request to an HTTPS server')) {
    return final('failed', reason, 'the server address in the kubeconfig must begin with https://');
  }
  const transient = status === 429 || status >= 500;
  return { reply: { state: 'failed', reason }, transient };
}

function readBody(answer: Answer): Reading {
  const { body, servedAt } = answer;
  const [first, last] = [body[skipSpace(body, 0, 1)], body[skipSpace(body, body.length - 1, -1)]];
  if (first !== BRACE_OPEN) return body.length === 0 ? cut() : notAnApiServer(answer);
  if (last !== BRACE_CLOSE) return cut();
  return { reply: { state: 'ok', body, servedAt }, transient: false };
}

function cut(): Reading {
  return { reply: { state: 'failed', reason: 'the answer was cut short' }, transient: true };
}

function notAnApiServer({ status, contentType }: Answer): Reading {
  const what = contentType.includes('html') ? 'HTML' : contentType.split(';')[0] || 'something else';
  const reason = `answered ${status} with ${what} instead of JSON`;
  return final(
    'failed',
    reason,
    'is it an API server that listens there? A proxy, login page or other port answers so',
  );
}

function final(state: Refusal['state'], reason: string, hint?: string): Reading {
  return { reply: hint === undefined ? { state, reason } : { state, reason, hint }, transient: false };
}

/** An API server says 404 with a Status, or with this text where it has no such group. */
function isFromApiServer(answer: Answer): boolean {
  return answer.contentType.includes('json') || answer.body.toString('utf8', 0, 100).startsWith('404 page not found');
}

/** What the server said, in one line; null for HTML and nothing. */
function messageIn({ body, contentType }: Answer): string | null {
  const text = body.toString('utf8', 0, 10_000);
  const parsed = Status.safeParse(jsonOf(text));
  const said = parsed.success ? (parsed.data.message ?? '') : contentType.includes('html') ? '' : text;
  const line = said.replace(/\s+/g, ' ').trim();
  if (line === '') return null;
  return line.length > 200 ? `${line.slice(0, 200)}...` : line;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const BRACE_OPEN = 0x7b;
const BRACE_CLOSE = 0x7d;

function skipSpace(body: Buffer, from: number, step: 1 | -1): number {
  let at = from;
  while ((body[at] ?? 0) === 0x20 || body[at] === 0x0a || body[at] === 0x0d || body[at] === 0x09) at += step;
  return at;
}
