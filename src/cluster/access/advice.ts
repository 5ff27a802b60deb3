import { X509Certificate } from 'node:crypto';
import type { SecureContextOptions } from 'node:tls';
import { z } from 'zod';
import type { Target } from '../kubeconfig/choose-context.ts';

/** What to do where a server refuses the credentials: log in again, mostly, but why. */
export function adviceFor(
  { user, userName, context, server }: Target,
  authorization: string | undefined,
  certificate: SecureContextOptions['cert'],
  now: Date,
): string {
  if (server.protocol === 'http:') return 'credentials are not sent over plain http: use an https address';
  const token = authorization?.startsWith('Bearer ') === true ? authorization.slice('Bearer '.length) : null;
  if (token !== null) {
    const expiry = tokenExpiry(token);
    const what = user.exec ? `the token of the plugin "${user.exec.command}"` : `the token of context "${context}"`;
    const why = hasPassed(expiry, now) ? `expired at ${timeText(expiry)}` : 'is wrong or no longer valid';
    return `${what} ${why}: log in again, or fetch a new kubeconfig`;
  }
  if (authorization !== undefined) return `the name and password of user "${userName}" are wrong, or not taken here`;
  if (typeof certificate === 'string' || Buffer.isBuffer(certificate)) {
    const expiry = certificateExpiry(certificate);
    const why = hasPassed(expiry, now) ? `expired at ${timeText(expiry)}` : 'is not one of this cluster';
    return `the client certificate of user "${userName}" ${why}: fetch a new kubeconfig`;
  }
  return `context "${context}" has no credentials: log in, or fetch a new kubeconfig`;
}

const Claims = z.object({ exp: z.number() });

/** When a bearer token ends by its own word, if it is a JWT; null where it does not say. */
function tokenExpiry(token: string): Date | null {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    return new Date(Claims.parse(JSON.parse(payload)).exp * 1000);
  } catch {
    return null;
  }
}

function certificateExpiry(pem: string | Buffer): Date | null {
  try {
    return new X509Certificate(pem).validToDate;
  } catch {
    return null;
  }
}

function hasPassed(moment: Date | null, now: Date): moment is Date {
  return moment !== null && moment <= now;
}

function timeText(moment: Date): string {
  return moment.toISOString().replace(/\.\d+Z$/, 'Z');
}
