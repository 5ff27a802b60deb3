import { existsSync } from 'node:fs';
import { type Kubeconfig, mergeFiles, type Surroundings } from './load.ts';
import { KubeconfigFile } from './schema.ts';

const TOKEN_FILE = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * What every pod has: the API server in its environment and a ServiceAccount's token; null outside of a cluster.
 *
 * @param root the folder that stands for `/`
 * @see https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/#without-using-a-proxy
 */
export async function inClusterKubeconfig({ env }: Surroundings, root = ''): Promise<Kubeconfig | null> {
  if (!env['KUBERNETES_SERVICE_HOST'] || !env['KUBERNETES_SERVICE_PORT']) return null;
  if (!existsSync(root + TOKEN_FILE)) return null;
  const { KubeConfig } = await import('@kubernetes/client-node');
  const client = new KubeConfig();
  client.loadFromCluster(root);
  const content = KubeconfigFile.parse(JSON.parse(client.exportConfig()));
  return mergeFiles([{ path: 'the in-cluster configuration', content }]);
}
