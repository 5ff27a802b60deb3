import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import type { UserEntry } from './schema.ts';

const Claims = z.object({ exp: z.number() });

/** When a bearer token ends by its own word, if it is a JWT; null where it does not say. */
export function tokenExpiry(token: string): Date | null {
  try {
    const payload = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
    return dateOf(Claims.parse(JSON.parse(payload)).exp * 1000);
  } catch {
    return null;
  }
}

/** When a client certificate ends; null where it is none. */
export function certificateExpiry(pem: string | Buffer): Date | null {
  try {
    return new X509Certificate(pem).validToDate;
  } catch {
    return null;
  }
}

/** Where the credentials of an exported kubeconfig come from: a plugin on the host, or the API server. */
export type Origin = 'plugin' | 'service-account';

/** What `kubeconfig export` notes of the credentials that it writes. */
export interface ExportNote {
  readonly from: Origin;
  readonly expires: Date | null;
}

const NAME = 'mekhanikube.io/export';
const Note = z.object({ from: z.enum(['plugin', 'service-account']), expires: z.string().nullish() });

/** Notes the expiry in the user's extensions, which other tools pass on and leave alone: many tokens do not say it. */
export function withExportNote(user: UserEntry, { from, expires }: ExportNote): UserEntry {
  const others = (user.extensions ?? []).filter(({ name }) => name !== NAME);
  const extension = { from, expires: expires === null ? undefined : timeText(expires) };
  return { ...user, extensions: [...others, { name: NAME, extension }] };
}

/** What was noted when the user's credentials were exported; null where they were not. */
export function exportNote(user: UserEntry): ExportNote | null {
  const parsed = Note.safeParse(user.extensions?.find(({ name }) => name === NAME)?.extension);
  return parsed.success ? { from: parsed.data.from, expires: dateOf(Date.parse(parsed.data.expires ?? '')) } : null;
}

/** When flat credentials end, by their own word or as noted; null where nobody says. */
export function credentialExpiry(user: UserEntry): Date | null {
  const certificate = user['client-certificate-data'];
  const said = user.token
    ? tokenExpiry(user.token)
    : certificate
      ? certificateExpiry(Buffer.from(certificate, 'base64'))
      : null;
  return said ?? exportNote(user)?.expires ?? null;
}

/** A moment as RFC 3339, in whole seconds. */
export function timeText(moment: Date): string {
  return moment.toISOString().replace(/\.\d+Z$/, 'Z');
}

function dateOf(ms: number): Date | null {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date;
}
