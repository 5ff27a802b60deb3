import type { Target } from '../../../src/cluster/kubeconfig/choose-context.ts';
import type { ClusterEntry, UserEntry } from '../../../src/cluster/kubeconfig/schema.ts';

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** A context as the kubeconfig gives it. */
export function targetAt(server: string, cluster: ClusterEntry = {}, user: UserEntry = {}, name = 'dev'): Target {
  return {
    context: name,
    clusterName: name,
    cluster: { server, ...cluster },
    userName: 'me',
    user,
    server: new URL(server),
    namespace: 'default',
  };
}
