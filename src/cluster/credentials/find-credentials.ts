import type { Target } from '../kubeconfig/target.ts';
import { authProviderCredentials } from './auth-provider.ts';
import { basicCredentials, certificateCredentials, noCredentials, tokenCredentials } from './static-credentials.ts';
import type { Credentials } from './credentials.ts';
import { execCredentials } from './exec-credentials.ts';

/**
 * The credentials of the target's user, in client-go's order: a certificate, token or password in the kubeconfig
 * keeps a plugin from being run. Over plain HTTP nobody gets any.
 *
 * @throws MekhanikubeError `cluster-unreadable` for a file that is missing or a plugin that fails
 * @see https://github.com/kubernetes/client-go/blob/v0.34.4/tools/clientcmd/client_config.go
 */
export async function findCredentials(target: Target): Promise<Credentials> {
  const { user, server } = target;
  if (server.protocol !== 'https:') return noCredentials(target);
  const fixed = tokenCredentials(target) ?? basicCredentials(target);
  const certificate = certificateCredentials(target);
  // A certificate and a token may both be given: the handshake takes the one, the request the other.
  if (fixed !== null) return { ...fixed, certificate: certificate?.certificate ?? null };
  if (certificate !== null) return certificate;
  if (user.exec) return await execCredentials(user.exec, target);
  if (user['auth-provider']) return await authProviderCredentials(target);
  return noCredentials(target);
}
