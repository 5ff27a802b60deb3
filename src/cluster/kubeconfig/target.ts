import { MekhanikubeError } from '../../base/errors.ts';
import { nearMisses } from '../../base/near-miss.ts';
import { inClusterKubeconfig } from './in-cluster.ts';
import { defaultFiles, type Kubeconfig, loadKubeconfig, type Surroundings } from './load.ts';
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
export async function findTarget(
  options: { readonly kubeconfig?: string | undefined; readonly context?: string | undefined },
  around: Surroundings,
): Promise<Target> {
  const loaded = await loadKubeconfig(options.kubeconfig, around);
  // As for kubectl, a kubeconfig that says nothing stands back behind what a pod has.
  const saysNothing = loaded === null || (loaded.contexts.size === 0 && options.kubeconfig === undefined);
  const config = (saysNothing ? inClusterKubeconfig(around) : null) ?? loaded;
  if (config === null) throw noKubeconfig(around);
  return targetOf(config, options.context);
}

function targetOf(config: Kubeconfig, wanted: string | undefined): Target {
  const source = config.files.length === 0 ? 'the in-cluster configuration' : config.files.join(', ');
  const name = wanted ?? config.currentContext;
  if (name === undefined) throw noCurrentContext(config, source);
  const context = config.contexts.get(name);
  if (context === undefined) throw unknownContext(config, name, source, wanted !== undefined);
  const cluster = config.clusters.get(context.cluster ?? '');
  if (cluster === undefined) {
    throw leadsNowhere(`context "${name}" names cluster "${context.cluster ?? ''}", which ${source} does not define`);
  }
  const userName = context.user ?? '';
  const user = config.users.get(userName);
  if (user === undefined && userName !== '') {
    throw leadsNowhere(`context "${name}" names user "${userName}", which ${source} does not define`);
  }
  return {
    context: name,
    clusterName: context.cluster ?? '',
    cluster,
    userName,
    user: user ?? {},
    server: serverOf(cluster, context.cluster ?? '', source),
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

function noKubeconfig(around: Surroundings): MekhanikubeError {
  const looked = defaultFiles(around).join(', ');
  return new MekhanikubeError('cluster-unreadable', `no kubeconfig: ${looked} does not exist`, {
    hint: 'name one with --kubeconfig or KUBECONFIG, or read a recording with analyze --from',
  });
}

function noCurrentContext(config: Kubeconfig, source: string): MekhanikubeError {
  const names = [...config.contexts.keys()];
  if (names.length === 0) {
    return new MekhanikubeError('cluster-unreadable', `${source} holds no context`, {
      hint: 'fetch the kubeconfig of your cluster first, or name another file with --kubeconfig',
    });
  }
  return new MekhanikubeError('cluster-unreadable', `${source} sets no current context`, {
    hint: `choose one with --context: ${shortList(names)}`,
  });
}

function unknownContext(config: Kubeconfig, name: string, source: string, asked: boolean): MekhanikubeError {
  const names = [...config.contexts.keys()];
  const close = nearMisses(name, names);
  const hint =
    close.length > 0
      ? `did you mean ${close.join(' or ')}?`
      : names.length > 0
        ? `it holds: ${shortList(names)}`
        : 'it holds no context at all';
  return asked
    ? new MekhanikubeError('usage', `no context "${name}" in ${source}`, { hint })
    : new MekhanikubeError('cluster-unreadable', `the current context "${name}" is not in ${source}`, { hint });
}

function shortList(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(', ')}, ...` : names.join(', ');
}
