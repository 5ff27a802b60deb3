import { MekhanikubeError } from '../../base/errors.ts';
import type { Target } from '../kubeconfig/choose-context.ts';
import { OTHER_AUTHORITY } from './dial-failure.ts';
import { guessPlatform, type Platform } from './platform.ts';

/** An address that was tried, and what came of it. */
export interface Attempt {
  readonly address: string;
  readonly reason: string;
}

/** Says which addresses were tried, what came of each, and what to do on the platform that it looks like. */
export function unreachable(target: Target, attempts: readonly Attempt[]): MekhanikubeError {
  const platform = guessPlatform(target);
  const tried = attempts.map(({ address, reason }) => `${address} (${reason})`).join(', ');
  const what = platform === null ? 'the cluster' : `the ${platform.kind} cluster`;
  return new MekhanikubeError(
    'cluster-unreadable',
    `${what} of context "${target.context}" cannot be reached from here; tried ${tried}`,
    { hint: [...certificateHints(attempts), ...placeHints(platform)].join('\n  ') },
  );
}

function certificateHints(attempts: readonly Attempt[]): readonly string[] {
  const reasons = attempts.map(({ reason }) => reason);
  if (reasons.includes(OTHER_AUTHORITY))
    return ['was the cluster made anew? Then fetch its kubeconfig again; or something else listens on that port'];
  const shown = reasons.find((reason) => reason.startsWith('its certificate'));
  if (shown === undefined) return ['is the cluster running? On the host, see: kubectl version'];
  return [
    shown.startsWith('its certificate is for ')
      ? 'use an address or a tls-server-name that the certificate is for; kubectl on the host needs the same'
      : 'renew it on the control plane, and see that the clocks are right',
  ];
}

/** The overlays of the compose stack. @see deploy/compose */
const OVERLAY: Readonly<Partial<Record<Platform['kind'], string>>> = {
  kind: 'kind',
  k3d: 'k3d',
  minikube: 'minikube',
};

const HOST_NETWORK =
  'on Linux, share the network of the host: docker compose -f docker-compose.yml -f deploy/compose/linux-host.yaml';

function placeHints(platform: Platform | null): readonly string[] {
  const overlay = platform === null ? undefined : OVERLAY[platform.kind];
  if (overlay !== undefined) {
    return [
      `join the network of the cluster: docker compose -f docker-compose.yml -f deploy/compose/${overlay}.yaml`,
      `or, ${HOST_NETWORK}`,
    ];
  }
  if (platform !== null) {
    return [`${platform.kind} must be running, with its Kubernetes on; a container reaches it as host.docker.internal`];
  }
  return [
    'a container does not reach what listens on the loopback of the host',
    HOST_NETWORK,
    'for kind, k3d or minikube, join the network of the cluster: deploy/compose/kind.yaml, k3d.yaml, minikube.yaml',
  ];
}
