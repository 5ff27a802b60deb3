import { z } from 'zod';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { isBeingRemoved, isYoungNode } from '../../kube/nodes/node-states.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 2 * MINUTE_MS;

export const nodeNetworkUnavailable = defineCheck({
  id: 'node-network-unavailable',
  title: 'Network of the node is not set up',
  severity: 'high',
  level: 'cause',
  subject: 'Node',
  source: 'https://kubernetes.io/docs/reference/node/node-status/#condition',
  facts: z.object({ reason: z.string(), text: z.string() }),
  message: ({ reason, text }) =>
    `No pod gets there: the network of the node is not set up${reason === '' ? '' : ` (${reason})`}${text === '' ? '' : `: ${text}`}`,
  fixes: (_facts, { object }) => [
    { text: 'See its conditions, and who reports this one', command: describe(object) },
    {
      text: 'See how the pods of the network plugin stand on this node',
      command: kubectl(
        'get',
        'pods',
        '-n',
        'kube-system',
        '-o',
        'wide',
        '--field-selector',
        `spec.nodeName=${object.name}`,
      ),
    },
    { text: 'With routes of a cloud provider, read the logs of its controller manager', command: null },
  ],
  *find(node, view) {
    const condition = conditionOf(node, 'NetworkUnavailable');
    if (condition?.status !== 'True' || isBeingRemoved(node) || isYoungNode(node, view.takenAtMs)) return;
    if (condition.lastTransitionTime !== null && view.age(condition.lastTransitionTime) < PATIENCE_MS) return;
    const { reason, message } = condition;
    yield {
      cause: '',
      since: condition.lastTransitionTime,
      facts: { reason, text: message.replace(/\.$/, '') },
      evidence: [
        { path: `${conditionPath('NetworkUnavailable')}.status`, value: condition.status },
        { path: `${conditionPath('NetworkUnavailable')}.message`, value: message },
      ],
    };
  },
});
