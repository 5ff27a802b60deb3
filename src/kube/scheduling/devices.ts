import { amountOf, amountText } from '../amounts.ts';
import { allocatableOf, type FleetNode, freeOf } from './fleet.ts';
import type { Verdict } from './scheduling.ts';

/** Devices that a pod wants and that no node can give, though the pod does not ask for too many. */
export interface DeviceShortage {
  readonly resource: string;
  readonly wanted: string;
  /**
   * - `absent`: no node knows of such devices.
   * - `gone`: a node has known of some, and has none to give.
   * - `unhealthy`: a node has enough, but some of them are out of order.
   */
  readonly problem: 'absent' | 'gone' | 'unhealthy';
  /** The node that has most of them; null where none knows of any. */
  readonly node: FleetNode | null;
  /** What that node can give, and what it has, working or not. */
  readonly allocatable: string;
  readonly capacity: string;
}

/** What of a pod's obstacle is the doing of a device plugin, rather than of other pods or too large a request. */
export function deviceShortageOf(
  { obstacle, fit, requests }: Verdict,
  all: readonly FleetNode[],
): DeviceShortage | undefined {
  if ((obstacle !== 'size' && obstacle !== 'room') || fit === null) return undefined;
  for (const { resource, wanted } of fit.shortages.short) {
    // Resources with a domain are what device plugins offer; all others are the kubelet's own.
    if (!resource.includes('/')) continue;
    const amount = requests.get(resource) ?? 0;
    const shortage = shortageOf(resource, amount, fit.nodes, all);
    if (shortage !== undefined) return { resource, wanted, ...shortage };
  }
  return undefined;
}

function shortageOf(resource: string, amount: number, usable: readonly FleetNode[], all: readonly FleetNode[]) {
  const known = (node: FleetNode) =>
    node.node.status?.capacity?.[resource] !== undefined || node.allocatable?.has(resource);
  if (!all.some(known)) return { problem: 'absent' as const, node: null, allocatable: '0', capacity: '0' };
  const lost = (node: FleetNode) => capacityOf(node, resource) - allocatableOf(node, resource);
  const texts = (node: FleetNode) => ({
    node,
    allocatable: amountText(resource, allocatableOf(node, resource)),
    capacity: amountText(resource, capacityOf(node, resource)),
  });
  const gone = usable.find((node) => known(node) && allocatableOf(node, resource) === 0);
  const unhealthy = usable.find((node) => lost(node) > 0 && freeOf(node, resource) + lost(node) >= amount);
  if (unhealthy !== undefined && allocatableOf(unhealthy, resource) > 0) {
    return { problem: 'unhealthy' as const, ...texts(unhealthy) };
  }
  // Where another node works, it is merely full.
  const works = usable.some((node) => allocatableOf(node, resource) > 0);
  return gone === undefined || works ? undefined : { problem: 'gone' as const, ...texts(gone) };
}

function capacityOf({ node }: FleetNode, resource: string): number {
  return amountOf(resource, node.status?.capacity?.[resource]);
}
