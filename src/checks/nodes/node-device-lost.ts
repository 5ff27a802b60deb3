import { z } from 'zod';
import { conditionOf } from '../../kube/conditions.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { lostDevicesOf } from '../../kube/nodes/devices.ts';
import { isBeingRemoved, isYoungNode } from '../../kube/nodes/node-states.ts';
import { defineCheck } from '../define-check.ts';

export const nodeDeviceLost = defineCheck({
  id: 'node-device-lost',
  title: 'Devices of the node cannot be used',
  severity: 'high',
  level: 'cause',
  subject: 'Node',
  source: 'https://kubernetes.io/docs/concepts/extend-kubernetes/compute-storage-net/device-plugins/',
  facts: z.object({ resource: z.string(), capacity: z.number(), allocatable: z.number() }),
  message: ({ resource, capacity, allocatable }) =>
    `Has ${capacity} ${resource}, of which its device plugin reports ${capacity - allocatable} as broken`,
  fixes: (_facts, { object }) => [
    { text: 'See what it has and what it can give', command: describe(object) },
    {
      text: 'See how the device plugin stands on this node',
      command: kubectl('get', 'pods', '-A', '-o', 'wide', '--field-selector', `spec.nodeName=${object.name}`),
    },
    { text: 'On the node, ask the driver (nvidia-smi, for one), and read journalctl -k', command: null },
  ],
  *find(node, view) {
    // On a node that is not ready, the plugin has gone down with all the rest.
    if (conditionOf(node, 'Ready')?.status !== 'True') return;
    if (isBeingRemoved(node) || isYoungNode(node, view.takenAtMs)) return;
    for (const { resource, capacity, allocatable } of lostDevicesOf(node)) {
      yield {
        cause: resource,
        facts: { resource, capacity, allocatable },
        evidence: [
          { path: `status.capacity.${resource}`, value: node.status?.capacity?.[resource] },
          { path: `status.allocatable.${resource}`, value: node.status?.allocatable?.[resource] },
        ],
      };
    }
  },
});
