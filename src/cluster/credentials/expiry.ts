import { X509Certificate } from 'node:crypto';
import { z } from 'zod';

const Claims = z.object({ exp: z.number() });

/** When a bearer token ends by its own word, if it is a JWT; null where it does not say. */
export function tokenExpiry(token: string): Date | null {
  const payload = token.split('.')[1];
  if (payload === undefined) return null;
  try {
    const claims = Claims.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')));
    return claims.success ? new Date(claims.data.exp * 1000) : null;
  } catch {
    return null;
  }
}

/** When a certificate ends; null for what is no certificate. */
export function certificateExpiry(pem: string | Buffer): Date | null {
  try {
    return new X509Certificate(pem).validToDate;
  } catch {
    return null;
  }
}

/** The sentence for what has ended; null while it has not. */
export function expiredText(what: string, expiry: Date | null, now: Date): string | null {
  if (expiry === null || Number.isNaN(expiry.getTime()) || expiry > now) return null;
  return `${what} expired at ${expiry.toISOString().replace('.000Z', 'Z')}`;
}
