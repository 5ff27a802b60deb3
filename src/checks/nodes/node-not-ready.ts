import { z } from 'zod';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { type NotReadyReason, notReadyReason } from '../../kube/nodes/node-conditions.ts';
import { isBeingRemoved, isStarting } from '../../kube/nodes/node-states.ts';
import { SECOND_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** A kubelet that restarts is not ready for a moment. */
const PATIENCE_MS = 40 * SECOND_MS;

const WORDS: Readonly<Record<NotReadyReason, string>> = {
  network: 'its network plugin is not set up',
  runtime: 'its container runtime is down or does not answer',
  shutdown: 'it is shutting down',
  storage: 'its storage is not in order',
  other: 'its kubelet says so',
};

export const nodeNotReady = defineCheck({
  id: 'node-not-ready',
  title: 'Node is not ready',
  severity: 'critical',
  level: 'cause',
  subject: 'Node',
  explains: ['node-network-unavailable'],
  source: 'https://kubernetes.io/docs/reference/node/node-status/#condition',
  facts: z.object({
    reason: z.enum(['network', 'runtime', 'shutdown', 'storage', 'other']),
    text: z.string(),
    /** True where somebody takes the node away on purpose. */
    removed: z.boolean(),
  }),
  message: ({ reason, text, removed }) =>
    `Not ready: ${WORDS[reason]}${text === '' ? '' : ` ("${text}")`}${removed ? '; it is being removed' : ''}`,
  fixes: ({ reason }, { object }) => [
    { text: 'See its conditions and events', command: describe(object) },
    ...(reason === 'network'
      ? [
          {
            text: 'See how the pods of the network plugin stand on this node',
            command: kubectl('get', 'pods', '-A', '-o', 'wide', '--field-selector', `spec.nodeName=${object.name}`),
          },
        ]
      : []),
    {
      text: 'On the node, read the logs of the kubelet and the container runtime: journalctl -u kubelet',
      command: null,
    },
  ],
  *find(node, view) {
    const ready = conditionOf(node, 'Ready');
    if (ready?.status !== 'False') return;
    if (ready.lastTransitionTime !== null && view.age(ready.lastTransitionTime) < PATIENCE_MS) return;
    if (isStarting(node, view.takenAtMs)) return;
    const removed = isBeingRemoved(node);
    const reason = notReadyReason(ready.message);
    yield {
      cause: reason,
      since: ready.lastTransitionTime,
      severity: removed ? 'info' : 'critical',
      facts: { reason, text: ready.message, removed },
      evidence: [
        { path: `${conditionPath('Ready')}.status`, value: ready.status },
        { path: `${conditionPath('Ready')}.message`, value: ready.message },
      ],
    };
  },
});
