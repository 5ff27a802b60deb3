import type { Container, Pod } from '../object.ts';
import { isDone } from '../pods.ts';

/** A port of the node that a pod takes for itself. */
export interface HostPort {
  readonly port: number;
  readonly protocol: string;
  /** The address of the node that it is taken on; empty for all. */
  readonly hostIP: string;
}

/** A pod that has a port which another one wants. */
export interface PortHolder {
  readonly pod: Pod;
  readonly node: string;
  readonly port: HostPort;
}

const NONE: readonly never[] = [];

/** The host ports of a pod; without init containers, but with sidecars, as the scheduler counts them. */
export function hostPortsOf(pod: Pod): readonly HostPort[] {
  const ports: HostPort[] = [];
  for (const container of pod.spec?.containers ?? NONE) addPorts(ports, container);
  for (const container of pod.spec?.initContainers ?? NONE) {
    if (container.restartPolicy === 'Always') addPorts(ports, container);
  }
  return ports;
}

function addPorts(ports: HostPort[], { ports: declared }: Container): void {
  for (const { hostPort, protocol = 'TCP', hostIP } of declared ?? NONE) {
    if (hostPort === undefined || hostPort === 0) continue;
    ports.push({ port: hostPort, protocol, hostIP: hostIP === undefined || hostIP === '0.0.0.0' ? '' : hostIP });
  }
}

/** All pods that hold host ports, by node. Pass it to `view.shared`: it walks over all pods once. */
export function portHolders(view: { all(kind: 'Pod'): readonly Pod[] }): ReadonlyMap<string, readonly PortHolder[]> {
  const holders = new Map<string, PortHolder[]>();
  for (const pod of view.all('Pod')) {
    const node = pod.spec?.nodeName;
    if (!node || isDone(pod)) continue;
    for (const port of hostPortsOf(pod)) {
      const known = holders.get(node);
      if (known === undefined) holders.set(node, [{ pod, node, port }]);
      else known.push({ pod, node, port });
    }
  }
  return holders;
}

/** True where two pods cannot have these ports on one node: two addresses of the node are no conflict. */
export function conflict(left: HostPort, right: HostPort): boolean {
  if (left.port !== right.port || left.protocol !== right.protocol) return false;
  return left.hostIP === '' || right.hostIP === '' || left.hostIP === right.hostIP;
}
