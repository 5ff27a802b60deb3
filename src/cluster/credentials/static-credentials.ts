import { readFileSync } from 'node:fs';
import { MekhanikubeError } from '../../base/errors.ts';
import type { Target } from '../kubeconfig/target.ts';
import type { Credentials } from './credentials.ts';
import { certificateExpiry, expiredText, tokenExpiry } from './expiry.ts';

/** A projected token is renewed in its file; client-go reads it again after as long. */
const TOKEN_FILE_MS = 60_000;

/** A token of the kubeconfig, or of a file that it names, which wins. */
export function tokenCredentials({ user, context }: Target): Credentials | null {
  const file = user.tokenFile;
  if (file) {
    let token = readCredential(file, 'token').toString('utf8').trim();
    let readAt = Date.now();
    return {
      certificate: null,
      authorization: async () => {
        if (Date.now() - readAt > TOKEN_FILE_MS) {
          token = readCredential(file, 'token').toString('utf8').trim();
          readAt = Date.now();
        }
        return `Bearer ${token}`;
      },
      advice: (now) => tokenAdvice(token, `the token in ${file}`, now),
    };
  }
  const token = user.token;
  if (!token) return null;
  return {
    certificate: null,
    authorization: async () => `Bearer ${token}`,
    advice: (now) => tokenAdvice(token, `the token of context "${context}"`, now),
  };
}

function tokenAdvice(token: string, what: string, now: Date): string {
  const expired = expiredText(what, tokenExpiry(token), now);
  return expired === null
    ? `${what} is wrong or no longer valid: log in again, or fetch a new kubeconfig`
    : `${expired}: log in again, or fetch a new kubeconfig`;
}

/** A name and password. */
export function basicCredentials({ user, userName }: Target): Credentials | null {
  if (!user.username && !user.password) return null;
  const pair = Buffer.from(`${user.username ?? ''}:${user.password ?? ''}`).toString('base64');
  return {
    certificate: null,
    authorization: async () => `Basic ${pair}`,
    advice: () => `the name and password of user "${userName}" are wrong, or the server takes none (Kubernetes does not)`,
  };
}

/** A client certificate with its key, in the kubeconfig or in files; data wins over files, as for client-go. */
export function certificateCredentials({ user, userName }: Target): Credentials | null {
  const cert = pemOf(user['client-certificate-data'], user['client-certificate'], 'client certificate');
  if (cert === null) return null;
  const key = pemOf(user['client-key-data'], user['client-key'], 'client key');
  if (key === null) {
    throw new MekhanikubeError('cluster-unreadable', `user "${userName}" has a client certificate, but no key for it`, {
      hint: 'add client-key or client-key-data to the user in the kubeconfig',
    });
  }
  const what = `the client certificate of user "${userName}"`;
  return {
    certificate: { cert, key },
    authorization: async () => null,
    advice: (now) =>
      `${expiredText(what, certificateExpiry(cert), now) ?? `${what} is not one of this cluster's`}: fetch a new kubeconfig`,
  };
}

/** Nothing: the server takes whoever comes for anonymous. */
export function noCredentials({ userName, context, server }: Target): Credentials {
  const who = userName === '' ? `context "${context}" names no user` : `user "${userName}" has no credentials`;
  const why = server.protocol === 'https:' ? who : 'credentials are not sent over plain http';
  return {
    certificate: null,
    authorization: async () => null,
    advice: () => `${why}: log in, or fetch a new kubeconfig`,
  };
}

/** PEM from base64 in the kubeconfig, else from a file; null for neither. */
export function pemOf(data: string | null | undefined, file: string | null | undefined, what: string): Buffer | null {
  if (data) return Buffer.from(data, 'base64');
  return file ? readCredential(file, what) : null;
}

function readCredential(path: string, what: string): Buffer {
  try {
    return readFileSync(path);
  } catch (thrown) {
    throw new MekhanikubeError('cluster-unreadable', `the ${what} file ${path} of the kubeconfig cannot be read`, {
      hint: 'restore the file, or make a kubeconfig without files: kubectl config view --raw --minify --flatten',
      cause: thrown,
    });
  }
}
