import type { Agent } from 'node:http';
import type { RequestOptions } from 'node:https';
import type { Target } from '../kubeconfig/choose-context.ts';
import { clientFor } from '../kubeconfig/client.ts';
import { accessError } from './access-error.ts';
import { adviceFor } from './advice.ts';
import { poolOf } from './agent.ts';

/** How a server is reached, and what proves who is asking. */
export interface Access {
  readonly agent: Agent;
  /** False only where the kubeconfig itself turns the verifying of the server's certificate off. */
  readonly verifiesServer: boolean;
  /** The PEM text of the client certificate with which we log in, if it is one. */
  readonly clientCertificate?: string | undefined;
  /** The headers that prove it, fresh: tokens expire. */
  headers(): Promise<Record<string, string>>;
  /** Gets new credentials after the server refused these; false where there is no other way than to log in again. */
  renew(): Promise<boolean>;
  /** What to do where the server refuses them: one sentence. */
  advice(now: Date): string;
}

/** Long enough not to slow requests down, short against the life of any token. */
const FRESH_MS = 60_000;

/**
 * Gets credentials and a pool of connections from the Kubernetes client for Node, which keeps a plugin's token until
 * it expires and reads a token file again each minute.
 *
 * @throws MekhanikubeError `cluster-unreadable` where a file is missing, or a plugin is not there or fails
 */
export async function openAccess(target: Target, maxSockets: number): Promise<Access> {
  let client = await clientFor(target);
  const apply = async (): Promise<RequestOptions> => {
    const options: RequestOptions = { headers: {} };
    try {
      await client.applyToHTTPSOptions(options);
    } catch (thrown) {
      throw accessError(target, thrown);
    }
    return options;
  };
  const first = await apply();
  let headers = headersOf(first);
  let appliedAt = Date.now();
  return {
    agent: poolOf(target, first, maxSockets),
    verifiesServer: target.cluster['insecure-skip-tls-verify'] !== true,
    clientCertificate: first.cert === undefined ? undefined : String(first.cert),
    headers: async () => {
      if (Date.now() - appliedAt > FRESH_MS) {
        appliedAt = Date.now();
        headers = headersOf(await apply());
      }
      return headers;
    },
    renew: async () => {
      if (!target.user.exec && !target.user['auth-provider'] && !target.user.tokenFile) return false;
      // A new client remembers no token.
      client = await clientFor(target);
      appliedAt = Date.now();
      headers = headersOf(await apply());
      return true;
    },
    advice: (now) => adviceFor(target, headers['authorization'], first.cert, now),
  };
}

function headersOf({ headers, auth }: RequestOptions): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers ?? {})) {
    if (typeof value === 'string') found[name.toLowerCase()] = value.trim();
  }
  if (typeof auth === 'string') found['authorization'] = `Basic ${Buffer.from(auth).toString('base64')}`;
  return found;
}
