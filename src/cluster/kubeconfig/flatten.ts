import { readFileSync } from 'node:fs';
import type { Target } from './choose-context.ts';
import type { ClusterEntry, UserEntry } from './schema.ts';

/** Reads a file that a kubeconfig names; throws where it cannot be read. */
export type ReadNamed = (path: string) => Buffer;

/**
 * Puts the contents of the files that a context's cluster and user name into the entries themselves.
 *
 * As for kubectl, data wins over a file, and a token's file over a token. A plugin stays as it is.
 *
 * @throws what `read` throws
 */
export function flatten(target: Target, read: ReadNamed = readFileSync): Target {
  return { ...target, cluster: flatCluster(target.cluster, read), user: flatUser(target.user, read) };
}

function flatCluster(cluster: ClusterEntry, read: ReadNamed): ClusterEntry {
  const { 'certificate-authority': file, 'certificate-authority-data': data, ...rest } = cluster;
  return { ...rest, 'certificate-authority-data': data || encoded(file, read) };
}

function flatUser(user: UserEntry, read: ReadNamed): UserEntry {
  const { 'client-certificate': certificate, 'client-key': key, token, tokenFile, ...rest } = user;
  return {
    ...rest,
    'client-certificate-data': user['client-certificate-data'] || encoded(certificate, read),
    'client-key-data': user['client-key-data'] || encoded(key, read),
    token: tokenFile ? read(tokenFile).toString('utf8').trim() : token,
    'auth-provider': flatProvider(user['auth-provider'], read),
  };
}

const PROVIDER_AUTHORITY = 'idp-certificate-authority';

/** Of the auth providers, that of OpenID Connect names a file. */
function flatProvider(provider: UserEntry['auth-provider'], read: ReadNamed): UserEntry['auth-provider'] {
  const { [PROVIDER_AUTHORITY]: file, ...config } = provider?.config ?? {};
  if (!provider || typeof file !== 'string' || file === '') return provider;
  return { ...provider, config: { [`${PROVIDER_AUTHORITY}-data`]: encoded(file, read), ...config } };
}

function encoded(file: string | null | undefined, read: ReadNamed): string | undefined {
  return file ? read(file).toString('base64') : undefined;
}
