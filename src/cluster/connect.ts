import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { MekhanikubeError } from '../base/errors.ts';
import { openAccess } from './access/access.ts';
import { type Api, createApi, type Pauses } from './api/client.ts';
import type { Target } from './kubeconfig/choose-context.ts';
import { type Choice, findTarget } from './kubeconfig/find-target.ts';
import { loadKubeconfig, type Surroundings } from './kubeconfig/load.ts';

/** Requests at a time: enough to keep a server busy, not enough to be a burden to it. */
const MAX_IN_FLIGHT = 8;

export interface ConnectOptions extends Choice {
  /** Acts as another user, and as a member of other groups. */
  readonly as?: string | undefined;
  readonly asGroup?: readonly string[] | undefined;
  /** For one whole request; 0 for no limit. */
  readonly requestTimeoutMs: number;
  readonly maxInFlight?: number | undefined;
  /** How to wait between attempts: for tests. */
  readonly pauses?: Pauses | undefined;
}

/** A way to one API server. */
export interface Connection {
  /** The cluster's and the context's name in the kubeconfig. */
  readonly cluster: string;
  readonly context: string;
  /** The context's namespace, or `default`. */
  readonly namespace: string;
  /** Host and port, and the context, for messages. */
  readonly label: string;
  readonly api: Api;
  /** Closes what is open. */
  close(): void;
}

/**
 * Finds the cluster that the flags, the environment and the kubeconfig mean, and gets credentials for it.
 *
 * Sends nothing to the server yet.
 *
 * @throws MekhanikubeError `usage` for an unknown context; `cluster-unreadable` where no kubeconfig leads to a
 *   cluster, a file is missing, or a credential plugin is not there or fails
 */
export async function connect(options: ConnectOptions): Promise<Connection> {
  const target = await findTarget(options, surroundings());
  const headers = { 'user-agent': userAgent(), ...impersonation(target, options) };
  const maxInFlight = options.maxInFlight ?? MAX_IN_FLIGHT;
  const access = await openAccess(target, maxInFlight);
  const { server, context, clusterName, namespace } = target;
  const label = `${hostAndPort(server)} (context ${context})`;
  const endpoint = { server, label, access, headers, requestTimeoutMs: options.requestTimeoutMs };
  return {
    cluster: clusterName,
    context,
    namespace,
    label,
    api: createApi(endpoint, maxInFlight, options.pauses),
    close: () => access.agent.destroy(),
  };
}

/** The names of the kubeconfig's contexts, in its order. Starts nothing and asks nobody. */
export async function listContexts(kubeconfig?: string): Promise<readonly string[]> {
  const config = await loadKubeconfig(kubeconfig, surroundings());
  return [...(config?.contexts.keys() ?? [])];
}

function surroundings(): Surroundings {
  return { env: process.env, home: homedir() };
}

function hostAndPort(server: URL): string {
  return server.port === '' ? `${server.hostname}:${server.protocol === 'https:' ? 443 : 80}` : server.host;
}

function userAgent(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return `mekhanikube/${String(version)}`;
}

/** @see https://kubernetes.io/docs/reference/access-authn-authz/authentication/#user-impersonation */
function impersonation({ user }: Target, options: ConnectOptions): Record<string, string | string[]> {
  const name = options.as ?? user.as;
  const groups = options.asGroup ?? user['as-groups'] ?? [];
  const uid = user['as-uid'];
  if (!name) {
    if ((options.asGroup ?? []).length === 0) return {};
    throw new MekhanikubeError('usage', '--as-group needs --as: groups belong to a user', {
      hint: 'add --as USER, or --as system:serviceaccount:NAMESPACE:NAME',
    });
  }
  const extra = Object.entries(user['as-user-extra'] ?? {}).map(([key, values]): [string, string[]] => [
    `impersonate-extra-${encodeURIComponent(key)}`,
    [...values],
  ]);
  return {
    'impersonate-user': name,
    ...(groups.length > 0 ? { 'impersonate-group': [...groups] } : {}),
    ...(uid ? { 'impersonate-uid': uid } : {}),
    ...Object.fromEntries(extra),
  };
}
