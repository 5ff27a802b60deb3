import { readFileSync } from 'node:fs';
import type { Target } from './choose-context.ts';
import type { ClusterEntry } from './schema.ts';

/**
 * The value of `KUBERNETES_EXEC_INFO`, from which a credential plugin learns what it is asked for, and by whom.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#input-and-output-formats
 */
export function execInfo({ user, cluster, server }: Target): string {
  const about = {
    server: server.href.replace(/\/$/, ''),
    'tls-server-name': cluster['tls-server-name'],
    'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
    'certificate-authority-data': authorityOf(cluster),
    'proxy-url': cluster['proxy-url'],
    config: cluster.extensions?.find(({ name }) => name === 'client.authentication.k8s.io/exec')?.extension,
  };
  return JSON.stringify({
    apiVersion: user.exec?.apiVersion ?? 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    // The client for Node gives a plugin no keyboard.
    spec: { interactive: false, ...(user.exec?.provideClusterInfo ? { cluster: about } : {}) },
  });
}

function authorityOf(cluster: ClusterEntry): string | undefined {
  const { 'certificate-authority-data': data, 'certificate-authority': file } = cluster;
  if (data) return data;
  return file ? readFileSync(file).toString('base64') : undefined;
}
