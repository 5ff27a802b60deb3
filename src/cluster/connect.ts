import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import { homedir } from 'node:os';
import { openAccess } from './access/access.ts';
import { type Impersonation, impersonation } from './access/impersonation.ts';
import { type Api, createApi, type Pauses } from './api/client.ts';
import type { Endpoint } from './api/endpoint.ts';
import { type Choice, findTarget } from './kubeconfig/find-target.ts';
import { loadKubeconfig, type Surroundings } from './kubeconfig/load.ts';
import { addressOf, addressText } from './reach/address.ts';

/** Requests at a time: enough to keep a server busy, not enough to be a burden to it. */
const MAX_IN_FLIGHT = 8;

export interface ConnectOptions extends Choice, Impersonation {
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
  /** For those who write. */
  readonly endpoint: Endpoint;
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
  const label = `${addressText(addressOf(server))} (context ${context})`;
  const endpoint = { server, label, access, headers, requestTimeoutMs: options.requestTimeoutMs };
  return {
    cluster: clusterName,
    context,
    namespace,
    label,
    endpoint,
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

function userAgent(): string {
  const manifest: unknown = JSON.parse(readFileSync(findPackageJSON('..', import.meta.url) ?? '', 'utf8'));
  const version = typeof manifest === 'object' && manifest !== null && 'version' in manifest ? manifest.version : '';
  return `mekhanikube/${String(version)}`;
}
