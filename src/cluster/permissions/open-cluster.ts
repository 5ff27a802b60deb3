import { homedir } from 'node:os';
import { MekhanikubeError, messageOf } from '../../base/errors.ts';
import { openAccess } from '../access/access.ts';
import { type Impersonation, impersonation } from '../access/impersonation.ts';
import type { Endpoint } from '../api/endpoint.ts';
import type { Target } from '../kubeconfig/choose-context.ts';
import { type Choice, findTarget } from '../kubeconfig/find-target.ts';
import { loadKubeconfig, type Surroundings } from '../kubeconfig/load.ts';
import { addressOf, addressText, isLoopback } from '../reach/address.ts';
import type { Problem, TargetFacts } from './facts.ts';

export interface OpenOptions extends Choice, Impersonation {
  readonly requestTimeoutMs: number;
}

/** The cluster that is meant, before anything is sent to it. */
export type FoundCluster =
  | ({ readonly state: 'not-found' } & Problem)
  | { readonly state: 'found'; readonly facts: TargetFacts; readonly target: Target };

/** Requests at a time. */
export const MAX_IN_FLIGHT = 8;

/** Finds the cluster that the flags, the environment and the kubeconfig mean. Starts nothing and asks nobody. */
export async function findCluster(
  choice: Choice,
  around: Surroundings = { env: process.env, home: homedir() },
): Promise<FoundCluster> {
  try {
    const target = await findTarget(choice, around);
    const loaded = await loadKubeconfig(choice.kubeconfig, around);
    const isFromFiles = loaded?.contexts.has(target.context) === true;
    const files = isFromFiles ? loaded.files : ['the in-cluster configuration'];
    return { state: 'found', target, facts: factsOf(target, files) };
  } catch (thrown) {
    return { state: 'not-found', ...problemOf(thrown) };
  }
}

function factsOf({ context, namespace, server, cluster }: Target, files: readonly string[]): TargetFacts {
  const isTls = server.protocol === 'https:';
  const address = addressOf(server);
  return {
    files,
    context,
    namespace,
    server: server.origin + (server.pathname === '/' ? '' : server.pathname),
    ...address,
    isLoopback: isLoopback(address),
    isTls,
    isVerified: isTls && cluster['insecure-skip-tls-verify'] !== true,
    // Without user and password.
    proxy: cluster['proxy-url'] ? (URL.parse(cluster['proxy-url'])?.host ?? null) : null,
  };
}

/**
 * Gets credentials for a cluster.
 *
 * @throws MekhanikubeError `cluster-unreadable` where a file is missing, or a plugin is not there or fails
 */
export async function openEndpoint(target: Target, facts: TargetFacts, options: OpenOptions): Promise<Endpoint> {
  const access = await openAccess(target, MAX_IN_FLIGHT);
  return {
    server: target.server,
    label: `${addressText(facts)} (context ${facts.context})`,
    access,
    headers: { 'user-agent': 'mekhanikube', ...impersonation(target, options) },
    requestTimeoutMs: options.requestTimeoutMs,
  };
}

/** What anything that was thrown says, and what to do about it. */
export function problemOf(thrown: unknown): Problem {
  const hint = thrown instanceof MekhanikubeError ? thrown.hint : undefined;
  return { message: messageOf(thrown), hint: hint ?? 'see what kubectl says: kubectl version' };
}
