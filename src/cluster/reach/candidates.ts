import type { Target } from '../kubeconfig/choose-context.ts';
import { type Address, addressOf } from './address.ts';
import { guessPlatform, type Platform } from './platform.ts';

/** Where an API server of the host's loopback may be reached from a container. */
export interface Candidate extends Address {
  /** True for a name that only the cluster's own network knows: nothing is said where it does not resolve. */
  readonly onlyIfKnown: boolean;
}

/**
 * The addresses to try, in their order: the server's own, for whoever shares the host's network; the host, as Docker
 * names it; the container's gateway; the cluster's own network.
 *
 * Where the kubeconfig turns verifying off, a server cannot prove what it is: then only what Docker names is tried, and
 * no guess.
 *
 * @param gateway of the default route; null where there is none
 */
export function candidatesFor(target: Target, gateway: string | null): readonly Candidate[] {
  const own = addressOf(target.server);
  const at = (host: string, port = own.port, onlyIfKnown = false): Candidate => ({ host, port, onlyIfKnown });
  const named = [at(own.host), at('host.docker.internal'), at('gateway.docker.internal')];
  if (!provesItself(target)) return named;
  const inside = insideAddress(guessPlatform(target));
  return [
    ...named,
    ...(gateway === null ? [] : [at(gateway)]),
    ...(inside === null ? [] : [at(inside.host, inside.port, true)]),
  ];
}

/** Whether the server's certificate is verified. */
export function provesItself({ server, cluster }: Target): boolean {
  return server.protocol === 'https:' && cluster['insecure-skip-tls-verify'] !== true;
}

/** The API server's address in the network that Docker has for the cluster. */
function insideAddress(platform: Platform | null): Address | null {
  switch (platform?.kind) {
    case 'kind':
      return { host: `${platform.name}-control-plane`, port: 6443 };
    case 'k3d':
      return { host: `k3d-${platform.name}-serverlb`, port: 6443 };
    case 'minikube':
      return { host: platform.name, port: 8443 };
    default:
      return null;
  }
}
