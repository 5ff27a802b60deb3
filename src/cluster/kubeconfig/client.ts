import type { KubeConfig } from '@kubernetes/client-node';
import type { Target } from './choose-context.ts';
import { execInfo } from './exec-info.ts';
import { limitPlugins } from './plugin-limit.ts';
import type { UserEntry } from './schema.ts';

/**
 * Hands the chosen context to the Kubernetes client for Node, which knows how to get credentials and connections:
 * plugins, OpenID Connect, certificates, proxies.
 *
 * What it does not understand is put so that it does.
 */
export async function clientFor(target: Target, pluginLimitMs?: number): Promise<KubeConfig> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const { context, clusterName, cluster, userName, user, server } = target;
  const plain = server.protocol === 'http:';
  // It would leave the cluster's certificates out where there is no user.
  const name = userName || 'nobody';
  const client = new KubeConfig();
  client.loadFromString(
    JSON.stringify({
      clusters: [
        {
          name: clusterName,
          // It takes plain HTTP for an oversight unless verifying is off; there is nothing to verify.
          cluster: { ...cluster, server: server.href, ...(plain ? { 'insecure-skip-tls-verify': true } : {}) },
        },
      ],
      // As for kubectl, no credentials go over plain HTTP.
      users: [{ name, user: plain ? {} : userFor(user, target) }],
      contexts: [{ name: context, context: { cluster: clusterName, user: name } }],
      'current-context': context,
    }),
  );
  limitPlugins(client, pluginLimitMs);
  return client;
}

function userFor(user: UserEntry, target: Target): UserEntry {
  // Impersonation is ours: the client knows the user, but not groups, uid and extra.
  const { as: _as, tokenFile, exec, ...rest } = user;
  if (tokenFile) return { ...rest, 'auth-provider': { name: 'tokenFile', config: { tokenFile } } };
  if (!exec) return rest;
  const env = [...(exec.env ?? []), { name: 'KUBERNETES_EXEC_INFO', value: execInfo(target) }];
  return { ...rest, exec: { ...exec, env } };
}
