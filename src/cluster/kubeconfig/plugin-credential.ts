import { z } from 'zod';
import { MekhanikubeError } from '../../base/errors.ts';
import { accessError } from '../access/access-error.ts';
import type { Target } from './choose-context.ts';
import { clientFor } from './client.ts';
import { certificateExpiry, tokenExpiry, withExportNote } from './expiry.ts';
import type { UserEntry } from './schema.ts';

/** What a plugin gives. @see https://kubernetes.io/docs/reference/config-api/client-authentication.v1/ */
const Status = z.object({
  token: z.string().nullish(),
  clientCertificateData: z.string().nullish(),
  clientKeyData: z.string().nullish(),
  expirationTimestamp: z.string().nullish(),
});
/** Where the Kubernetes client keeps what a plugin gave; it hands on all but the expiry. */
const Kept = z.object({ tokenCache: z.record(z.string(), z.object({ status: Status })) });

/**
 * Runs the context's credential plugin once, and puts what it gives in its place.
 *
 * @param target with its files' contents
 * @throws MekhanikubeError `usage` where there is no plugin, `cluster-unreadable` where it fails or gives nothing
 */
export async function withPluginCredential(
  target: Target,
  limitMs?: number,
): Promise<{ target: Target; expires: Date | null }> {
  const { user, context } = target;
  if (!user.exec) {
    throw new MekhanikubeError('usage', `context "${context}" uses no credential plugin`, {
      hint: 'leave --exec-token out',
    });
  }
  const given = await runPlugin(target, limitMs);
  const entry = entryOf(given);
  if (entry === null) throw accessError(target, new TypeError('no credentials'));
  const expires = expiryOf(given);
  const { exec: _exec, ...rest } = user;
  return { target: { ...target, user: withExportNote({ ...rest, ...entry }, { from: 'plugin', expires }) }, expires };
}

async function runPlugin(target: Target, limitMs: number | undefined): Promise<z.output<typeof Status>> {
  const client = await clientFor(target, limitMs);
  try {
    await client.applyToHTTPSOptions({ headers: {} });
  } catch (thrown) {
    throw accessError(target, thrown);
  }
  const authenticators: unknown = Reflect.get(client, 'authenticators');
  for (const authenticator of Array.isArray(authenticators) ? authenticators : []) {
    const kept = Object.values(Kept.safeParse(authenticator).data?.tokenCache ?? {})[0];
    if (kept !== undefined) return kept.status;
  }
  return {};
}

function entryOf({ token, clientCertificateData, clientKeyData }: z.output<typeof Status>): UserEntry | null {
  const certificate =
    clientCertificateData && clientKeyData
      ? {
          'client-certificate-data': Buffer.from(clientCertificateData).toString('base64'),
          'client-key-data': Buffer.from(clientKeyData).toString('base64'),
        }
      : {};
  const entry = { ...(token ? { token } : {}), ...certificate };
  return Object.keys(entry).length === 0 ? null : entry;
}

/** By the plugin's word, or that of what it gave. */
function expiryOf({ token, clientCertificateData, expirationTimestamp }: z.output<typeof Status>): Date | null {
  const said = new Date(expirationTimestamp ?? '');
  if (!Number.isNaN(said.getTime())) return said;
  if (token) return tokenExpiry(token);
  return clientCertificateData ? certificateExpiry(clientCertificateData) : null;
}
