import { z } from 'zod';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { flappingNodes } from '../../kube/nodes/node-events.ts';
import { isBeingRemoved } from '../../kube/nodes/node-states.ts';
import { defineCheck } from '../define-check.ts';

export const nodeFlapping = defineCheck({
  id: 'node-flapping',
  title: 'Node comes and goes',
  severity: 'high',
  level: 'failure',
  subject: 'Node',
  reads: ['Event'],
  consults: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/architecture/nodes/#node-controller',
  facts: z.object({ by: z.enum(['not ready', 'rebooted']), count: z.int() }),
  message: ({ by, count }) =>
    by === 'rebooted' ? `Was rebooted ${count} times of late` : `Has become not ready ${count} times of late`,
  fixes: ({ by }, { object }) => [
    { text: 'See its conditions and events', command: describe(object) },
    by === 'rebooted'
      ? { text: 'On the machine, read why it went down: journalctl -b -1 -e', command: null }
      : { text: 'On the machine, read the logs of its kubelet, and look at load, memory and network', command: null },
    { text: 'Keep new pods away until it stays up', command: kubectl('cordon', object.name) },
  ],
  *find(node, view) {
    if (isBeingRemoved(node)) return;
    const flap = view.shared(flappingNodes).get(node.metadata.name);
    if (flap === undefined) return;
    const { newest, count, firstSeen, lastSeen } = flap.digest;
    yield {
      cause: flap.by,
      since: firstSeen,
      facts: { by: flap.by, count },
      evidence: [
        { object: newest, path: 'count', value: newest.series?.count ?? newest.count ?? 1 },
        { object: newest, path: 'lastTimestamp', value: lastSeen },
      ],
    };
  },
});
