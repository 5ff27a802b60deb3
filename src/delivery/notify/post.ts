import { createHash, createHmac } from 'node:crypto';
import type { Failure } from '../failure.ts';
import { hostObjection, type Resolve, safeLookup } from '../safe-target.ts';
import { send } from '../send.ts';
import type { Channel } from './channels.ts';

/** What a message is the only one of: it is sent once for each step of a run to each channel. */
export interface Occasion {
  readonly run: string;
  readonly step: string;
}

/** What one posting is held to. */
export interface Posting {
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly now: Date;
  /** Resolves names; the system's resolver where absent. */
  readonly resolve?: Resolve;
}

/**
 * Posts JSON to a channel once, to an address that was judged, without following redirects. Null where it was taken.
 * What went wrong names the channel, never its address, which is a secret with many receivers.
 */
export async function post(
  channel: Channel,
  payload: unknown,
  occasion: Occasion,
  posting: Posting,
): Promise<Failure | null> {
  const body = JSON.stringify(payload);
  const { timeoutMs, signal, now, resolve } = posting;
  // A host that is an address is not looked up.
  const objection = hostObjection(new URL(channel.url).hostname, channel);
  if (objection !== null) {
    const message = `could not send the message to channel ${channel.name}: ${objection}`;
    return { message, hint: 'give the address of a receiver that may be reached' };
  }
  const isAlertmanager = channel.type === 'alertmanager';
  return send(
    {
      what: `the message to channel ${channel.name}`,
      method: 'POST',
      url: isAlertmanager ? `${channel.url.replace(/\/$/, '')}/api/v2/alerts` : channel.url,
      contentType: 'application/json',
      body,
      credential: null,
      variable: null,
      headers: { 'Idempotency-Key': occasionKey(channel.name, occasion), ...signatureHeaders(channel, body, now) },
      secrets: secretsOf(channel),
    },
    { timeoutMs, signal, env: {}, lookup: safeLookup(channel, resolve) },
  );
}

/** The same for the same message, so that a receiver can drop what it has had before. */
export function occasionKey(channel: string, { run, step }: Occasion): string {
  return createHash('sha256')
    .update(JSON.stringify([run, step, channel]))
    .digest('hex');
}

/** The signature of a body and the time at which it was sent: an old message cannot be sent again as a new one. */
export function signatureOf(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`;
}

function signatureHeaders({ secret }: Channel, body: string, now: Date): Readonly<Record<string, string>> {
  if (secret === null) return {};
  const timestamp = String(Math.floor(now.getTime() / 1_000));
  return { 'X-Mekhanikube-Timestamp': timestamp, 'X-Mekhanikube-Signature': signatureOf(secret, timestamp, body) };
}

/** A receiver may repeat the path that it was asked for. */
function secretsOf({ url, secret }: Channel): readonly string[] {
  const { pathname, search } = new URL(url);
  const parts = [url, `${pathname}${search}`, pathname, secret ?? ''];
  return parts.filter((part) => part.length > 1);
}
