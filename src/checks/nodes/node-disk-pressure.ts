import { z } from 'zod';
import { conditionPath } from '../../kube/conditions.ts';
import { describe } from '../../kube/kubectl.ts';
import { evictedText, pressureOn } from '../../kube/nodes/node-conditions.ts';
import { defineCheck } from '../define-check.ts';

export const nodeDiskPressure = defineCheck({
  id: 'node-disk-pressure',
  title: 'Node is short of disk',
  severity: 'high',
  level: 'cause',
  subject: 'Node',
  consults: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#node-conditions',
  facts: z.object({ evicted: z.int() }),
  message: ({ evicted }) =>
    `Less disk or fewer inodes are free than the kubelet keeps in reserve, so it removes images and evicts pods${evictedText(evicted)}`,
  fixes: (_facts, { object }) => [
    { text: 'See its events, and what runs there', command: describe(object) },
    { text: 'On the node, see what fills the disk: df -h, df -i, du -sh /var/log /var/lib/containerd', command: null },
    { text: 'Limit ephemeral-storage of what writes most, or enlarge the disk', command: null },
  ],
  *find(node, view) {
    const pressure = pressureOn(node, 'DiskPressure', view);
    if (pressure === undefined) return;
    const { condition, evicted } = pressure;
    yield {
      cause: '',
      since: condition.lastTransitionTime,
      facts: { evicted },
      evidence: [
        { path: `${conditionPath('DiskPressure')}.status`, value: condition.status },
        { path: `${conditionPath('DiskPressure')}.message`, value: condition.message },
      ],
    };
  },
});
