import { z } from 'zod';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { lastHeard, unknownConditions } from '../../kube/nodes/node-conditions.ts';
import { isBeingRemoved } from '../../kube/nodes/node-states.ts';
import { defineCheck } from '../define-check.ts';

export const nodeUnreachable = defineCheck({
  id: 'node-unreachable',
  title: 'Kubelet of the node does not report',
  severity: 'critical',
  level: 'cause',
  subject: 'Node',
  explains: ['node-network-unavailable'],
  source: 'https://kubernetes.io/docs/concepts/architecture/nodes/#node-heartbeats',
  facts: z.object({
    /** Null where it never reported. */
    lastHeard: z.string().nullable(),
    /** Conditions that nobody knows either since then. */
    unknown: z.array(z.string()),
    /** True where somebody takes the node away on purpose. */
    removed: z.boolean(),
  }),
  message: ({ lastHeard: time, removed }) =>
    (time === null ? 'Its kubelet has never reported' : `Its kubelet has not reported since ${time}`) +
    (removed ? '; it is being removed' : ''),
  fixes: (_facts, { object }) => [
    { text: 'See when it last reported, and its addresses', command: describe(object) },
    {
      text: 'See whether its lease is renewed',
      command: kubectl('get', 'lease', '-n', 'kube-node-lease', object.name),
    },
    { text: 'On the machine: is it up, does it reach the API server, does its kubelet run', command: null },
  ],
  *find(node) {
    const ready = conditionOf(node, 'Ready');
    if (ready?.status !== 'Unknown') return;
    const removed = isBeingRemoved(node);
    yield {
      cause: '',
      since: ready.lastTransitionTime,
      severity: removed ? 'info' : 'critical',
      facts: {
        lastHeard: ready.reason === 'NodeStatusNeverUpdated' ? null : lastHeard(node),
        unknown: unknownConditions(node),
        removed,
      },
      evidence: [
        { path: `${conditionPath('Ready')}.status`, value: ready.status },
        { path: `${conditionPath('Ready')}.reason`, value: ready.reason },
      ],
    };
  },
});
