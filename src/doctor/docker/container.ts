import type { ContainerFacts } from '../../host/container.ts';
import type { DockerSideFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

interface Judged {
  readonly status: 'ok' | 'warn';
  readonly container: ContainerFacts;
  /** The kubeconfig means the loopback, which in here is this container. */
  readonly isLost: boolean;
}

/** Whether we are in a container ourselves, and what that means for the address of the cluster. */
export const container = defineLine<DockerSideFacts, Judged>({
  area: 'docker',
  name: 'container',
  judge({ container: facts, loopbackServer }) {
    const isApart = facts.runtime !== null && (facts.network === 'own' || facts.network === 'none');
    const isLost = isApart && loopbackServer !== null && loopbackServer.listening !== 'loopback-only';
    return { status: isLost ? 'warn' : 'ok', container: facts, isLost };
  },
  words({ container: { runtime, network }, isLost }) {
    if (runtime === null) return { seen: 'this is no container' };
    const seen = `this is a container of ${runtime}${network === null ? '' : `, ${NETWORK[network]}`}`;
    return isLost
      ? { seen: `${seen}: the loopback of the kubeconfig is the container itself`, mend: PREPARE }
      : { seen };
  },
});

const NETWORK = {
  host: "with the host's network",
  own: 'with a network of its own',
  none: 'without a network',
} as const;
const PREPARE = 'make a kubeconfig for in here: mekhanikube kubeconfig prepare';
