import { existsSync, readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import type { Kubeconfig, Surroundings } from './load.ts';

/** Where the kubelet mounts a pod's ServiceAccount. */
const ACCOUNT_DIR = '/var/run/secrets/kubernetes.io/serviceaccount';

/**
 * The configuration that every pod has; null outside of a cluster.
 *
 * @param accountDir where the ServiceAccount is mounted
 * @see https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/#without-using-a-proxy
 */
export function inClusterKubeconfig({ env }: Surroundings, accountDir = ACCOUNT_DIR): Kubeconfig | null {
  const host = env['KUBERNETES_SERVICE_HOST'];
  const port = env['KUBERNETES_SERVICE_PORT'];
  const tokenFile = join(accountDir, 'token');
  if (!host || !port || !existsSync(tokenFile)) return null;
  const authority = join(accountDir, 'ca.crt');
  const namespaceFile = join(accountDir, 'namespace');
  const namespace = existsSync(namespaceFile) ? readFileSync(namespaceFile, 'utf8').trim() : '';
  const name = 'in-cluster';
  return {
    files: [],
    currentContext: name,
    contexts: new Map([[name, { cluster: name, user: name, namespace: env['POD_NAMESPACE'] || namespace }]]),
    clusters: new Map([
      [
        name,
        {
          server: `https://${isIPv6(host) ? `[${host}]` : host}:${port}`,
          'certificate-authority': existsSync(authority) ? authority : undefined,
        },
      ],
    ]),
    users: new Map([[name, { tokenFile }]]),
  };
}
