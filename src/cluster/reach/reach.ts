import type { Target } from '../kubeconfig/choose-context.ts';
import { type Address, addressOf, addressText, isLoopback, serverAt } from './address.ts';
import { candidatesFor } from './candidates.ts';
import type { Network } from './network.ts';
import { withOriginalServer } from './original-server.ts';
import { probe } from './probe.ts';
import { type Attempt, unreachable } from './unreachable.ts';

/**
 * Finds the way to an API server of the host's loopback from where this runs, which may be a container.
 *
 * Never makes anything less verified: whoever answers must show a certificate of the kubeconfig's own authority, unless
 * the kubeconfig itself verifies nothing. A server that is not on a loopback stays as it is, and is
 * not asked.
 *
 * @param target with its files' contents
 * @throws MekhanikubeError `cluster-unreadable` where no address answers as it should, with the reason of each
 * @throws the signal's reason where it aborts
 */
export async function reach(target: Target, network: Network, signal: AbortSignal): Promise<Target> {
  // Behind a proxy of its own, the loopback is the proxy's.
  if (!isLoopback(addressOf(target.server)) || target.cluster['proxy-url']) return target;
  const attempts: Attempt[] = [];
  for (const candidate of candidatesFor(target, network.gateway())) {
    signal.throwIfAborted();
    const outcome = await probe(target, candidate, network);
    if (outcome.state === 'reached') return redirected(target, candidate, outcome.serverName);
    if (outcome.state === 'failed') attempts.push({ address: addressText(candidate), reason: outcome.reason });
  }
  throw unreachable(target, attempts);
}

function redirected(target: Target, address: Address, serverName: string | null): Target {
  const named = serverName === null ? target.cluster : { ...target.cluster, 'tls-server-name': serverName };
  // As it was written, where it stays.
  if (addressText(address) === addressText(addressOf(target.server))) return { ...target, cluster: named };
  const server = serverAt(target.server, address);
  const moved = { ...named, server: server.href.replace(/\/$/, '') };
  return { ...target, server, cluster: withOriginalServer(moved, target.server) };
}
