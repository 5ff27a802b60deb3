import { MekhanikubeError } from '../../base/errors.ts';
import { nearMisses } from '../../base/near-miss.ts';
import type { Kubeconfig } from './load.ts';
import type { ClusterEntry, UserEntry } from './schema.ts';

/** The cluster and the user that a context chooses. */
export interface Target {
  readonly context: string;
  readonly clusterName: string;
  readonly cluster: ClusterEntry;
  readonly userName: string;
  readonly user: UserEntry;
  readonly server: URL;
  /** The context's namespace, or `default`. */
  readonly namespace: string;
}

/**
 * Finds the context that was asked for, or the current one.
 *
 * @throws MekhanikubeError `usage` for an unknown context, `cluster-unreadable` where the kubeconfig leads nowhere
 */
export function chooseContext(config: Kubeconfig, wanted: string | undefined): Target {
  const source = config.files.join(', ');
  const name = wanted ?? config.currentContext;
  if (name === undefined) throw noCurrentContext(config, source);
  const context = config.contexts.get(name);
  if (context === undefined) throw unknownContext(config, name, source, wanted !== undefined);
  const clusterName = context.cluster ?? '';
  const cluster = config.clusters.get(clusterName);
  if (cluster === undefined) {
    throw leadsNowhere(`context "${name}" names cluster "${clusterName}", which ${source} does not define`);
  }
  const userName = context.user ?? '';
  const user = config.users.get(userName);
  if (user === undefined && userName !== '') {
    throw leadsNowhere(`context "${name}" names user "${userName}", which ${source} does not define`);
  }
  return {
    context: name,
    clusterName,
    cluster,
    userName,
    user: user ?? {},
    server: serverOf(cluster, clusterName, source),
    namespace: context.namespace || 'default',
  };
}

function serverOf(cluster: ClusterEntry, name: string, source: string): URL {
  const text = cluster.server ?? '';
  if (text === '') throw leadsNowhere(`cluster "${name}" of ${source} has no server address`);
  // A bare host and port is plain HTTP, as for kubectl: whoever wants TLS says https.
  const server = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (server === null || !['https:', 'http:'].includes(server.protocol)) {
    throw leadsNowhere(`cluster "${name}" of ${source} has a server address that is no http or https URL`);
  }
  return server;
}

function leadsNowhere(message: string): MekhanikubeError {
  return new MekhanikubeError('cluster-unreadable', message, {
    hint: 'look at it with: kubectl config view, or choose another context with --context',
  });
}

function noCurrentContext(config: Kubeconfig, source: string): MekhanikubeError {
  const names = [...config.contexts.keys()];
  if (names.length === 0) {
    return new MekhanikubeError('cluster-unreadable', `the kubeconfig ${source} holds no context`, {
      hint: 'fetch the kubeconfig of your cluster first, or name another file with --kubeconfig',
    });
  }
  return new MekhanikubeError('cluster-unreadable', `the kubeconfig ${source} sets no current context`, {
    hint: `choose one with --context: ${shortList(names)}`,
  });
}

function unknownContext(config: Kubeconfig, name: string, source: string, asked: boolean): MekhanikubeError {
  const names = [...config.contexts.keys()];
  const close = nearMisses(name, names);
  const held = names.length === 0 ? 'it holds no context at all' : `it holds: ${shortList(names)}`;
  const hint = close.length > 0 ? `did you mean ${close.join(' or ')}?` : held;
  return asked
    ? new MekhanikubeError('usage', `no context "${name}" in ${source}`, { hint })
    : new MekhanikubeError('cluster-unreadable', `the current context "${name}" is not in ${source}`, { hint });
}

function shortList(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(', ')}, ...` : names.join(', ');
}
