import type { Target } from './choose-context.ts';

/**
 * The kubeconfig that holds one context with its cluster and user, and nothing else.
 *
 * Written as JSON, which is YAML and leaves no doubt about what is a string.
 *
 * @see https://kubernetes.io/docs/reference/config-api/kubeconfig.v1/
 */
export function kubeconfigText({ context, clusterName, cluster, userName, user, namespace }: Target): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': context,
    contexts: [{ name: context, context: { cluster: clusterName, user: userName || undefined, namespace } }],
    clusters: [{ name: clusterName, cluster: withoutNull(cluster) }],
    users: userName === '' ? [] : [{ name: userName, user: withoutNull(user) }],
  };
  return `${JSON.stringify(config, null, 2)}\n`;
}

function withoutNull(entry: object): object {
  return Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== null));
}
