import type { RequestOptions } from 'node:https';
import { MekhanikubeError, messageOf } from '../../base/errors.ts';
import type { Target } from '../kubeconfig/target.ts';
import type { Credentials } from './credentials.ts';

/** Long enough not to slow requests down, short against the life of any token. */
const FRESH_MS = 60_000;

/**
 * The credentials of an `auth-provider` of the kubeconfig, which is OpenID Connect with refreshing, or a cloud's from
 * before there were plugins. The Kubernetes client for Node knows them; loading it takes about a second.
 *
 * @throws MekhanikubeError `cluster-unreadable` where it gives none
 */
export async function authProviderCredentials(target: Target): Promise<Credentials> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const { clusterName, userName, user, context, server } = target;
  const provider = user['auth-provider']?.name ?? '';
  const client = new KubeConfig();
  client.loadFromOptions({
    clusters: [{ name: clusterName, server: server.href, skipTLSVerify: false }],
    users: [{ name: userName, authProvider: { ...user['auth-provider'] } }],
    contexts: [{ name: context, cluster: clusterName, user: userName }],
    currentContext: context,
  });
  let header: string | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  const authorization = async (): Promise<string | null> => {
    if (Date.now() - askedAt < FRESH_MS) return header;
    const options: RequestOptions = { headers: {} };
    try {
      await client.applyToHTTPSOptions(options);
    } catch (thrown) {
      throw new MekhanikubeError(
        'cluster-unreadable',
        `the auth provider "${provider}" of user "${userName}" gave no credentials: ${messageOf(thrown).slice(0, 200)}`,
        { hint: 'log in again with the tool that made the kubeconfig', cause: thrown },
      );
    }
    const given = Object.entries(options.headers ?? {}).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
    header = typeof given === 'string' ? given : null;
    askedAt = Date.now();
    return header;
  };
  await authorization();
  return {
    certificate: null,
    authorization,
    advice: () => `the token of the auth provider "${provider}" has expired or is wrong: log in again`,
  };
}
