import { amountOf } from '../amounts.ts';
import type { Node } from '../object.ts';

/** Devices of one kind of which the node has more than it can give out. */
export interface LostDevices {
  readonly resource: string;
  readonly capacity: number;
  readonly allocatable: number;
}

/** The devices that a plugin on the node has announced and reports as unhealthy now. */
export function lostDevicesOf({ status }: Node): readonly LostDevices[] {
  const lost: LostDevices[] = [];
  for (const [resource, quantity] of Object.entries(status?.capacity ?? {})) {
    // Only devices have a domain in their name; what Kubernetes itself counts there, it reserves on purpose.
    if (!resource.includes('/') || /(^|\.)kubernetes\.io\//.test(resource)) continue;
    const capacity = amountOf(resource, quantity);
    const allocatable = amountOf(resource, status?.allocatable?.[resource]);
    if (allocatable < capacity) lost.push({ resource, capacity, allocatable });
  }
  return lost;
}
