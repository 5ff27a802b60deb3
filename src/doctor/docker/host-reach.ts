import type { DockerSideFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

type Judged =
  | { readonly status: 'ok'; readonly why: 'desktop' | 'virtual-machine' | 'open' | 'routable' }
  | { readonly status: 'warn'; readonly why: 'loopback-only' | 'unknown' | 'remote'; readonly port: number };

/**
 * Whether a container of the stack, on its bridge, can reach the API server of the kubeconfig.
 *
 * Docker Desktop and its like forward to the loopback of the machine; on native Linux the host's loopback is no
 * container's.
 */
export const hostReach = defineLine<DockerSideFacts, Judged>({
  area: 'docker',
  name: 'cluster',
  judge({ docker, container, loopbackServer }) {
    if (docker.state !== 'present' || docker.engine.state !== 'running') return null;
    const isOnHost = container.runtime === null || container.network === 'host';
    if (!isOnHost) return null;
    if (loopbackServer === null) return { status: 'ok', why: 'routable' };
    const { port, listening } = loopbackServer;
    const { kind } = docker.engine;
    if (kind === 'remote') return { status: 'warn', why: 'remote', port };
    if (kind !== 'native') return { status: 'ok', why: kind };
    if (listening === 'beyond-loopback') return { status: 'ok', why: 'open' };
    return { status: 'warn', why: listening === 'loopback-only' ? 'loopback-only' : 'unknown', port };
  },
  words(judged) {
    if (judged.status === 'ok') return { seen: REACHED[judged.why] };
    const { port, why } = judged;
    if (why === 'remote') {
      return {
        seen: `the engine is on another machine, where port ${port} of this machine's loopback is not`,
        mend: 'use an engine on this machine: docker context use default',
      };
    }
    const seen =
      why === 'loopback-only'
        ? `the API server listens on the loopback only (port ${port}): a container on a bridge cannot reach it`
        : `the API server is addressed on the loopback (port ${port}): a container reaches it only if it listens beyond`;
    return { seen, mend: OVERLAY };
  },
});

const REACHED = {
  desktop: "containers reach this machine's loopback as host.docker.internal",
  'virtual-machine': "containers reach this machine's loopback as host.docker.internal",
  open: 'the API server listens beyond the loopback: containers reach it as host.docker.internal',
  routable: 'no server on the loopback is meant: containers use the address as it is',
} as const;

const OVERLAY =
  'add the overlay: docker compose -f docker-compose.yml -f deploy/compose/linux-host.yaml run --rm mekhanikube analyze';
