import { z } from 'zod';
import { conditionPath } from '../../kube/conditions.ts';
import { describe } from '../../kube/kubectl.ts';
import { nodeProblemsOf } from '../../kube/nodes/node-problems.ts';
import { isBeingRemoved } from '../../kube/nodes/node-states.ts';
import { defineCheck } from '../define-check.ts';

export const nodeProblemCondition = defineCheck({
  id: 'node-problem-condition',
  title: 'Agent on the node reports trouble',
  severity: 'high',
  level: 'cause',
  subject: 'Node',
  explains: ['node-not-ready', 'node-unreachable'],
  source: 'https://kubernetes.io/docs/tasks/debug/debug-cluster/monitor-node-health/',
  facts: z.object({
    condition: z.string(),
    status: z.string(),
    /** Null for a condition that is known by its name alone. */
    meaning: z.string().nullable(),
    text: z.string(),
  }),
  message: ({ condition, status, meaning, text }) =>
    `Condition ${condition} is ${status}${meaning === null ? '' : `: ${meaning}`}${text === '' ? '' : ` ("${text}")`}`,
  fixes: (_facts, { object }) => [
    { text: 'See its conditions and events', command: describe(object) },
    {
      text: 'On the node, read what the agent read: journalctl -k, journalctl -u kubelet, journalctl -u containerd',
      command: null,
    },
    { text: 'If the machine does not recover, drain and replace it', command: null },
  ],
  *find(node) {
    if (isBeingRemoved(node)) return;
    for (const { condition, meaning, isGrave } of nodeProblemsOf(node)) {
      const { type, status, message, lastTransitionTime } = condition;
      yield {
        cause: type,
        latent: !isGrave,
        severity: meaning === null ? 'info' : 'high',
        since: lastTransitionTime,
        facts: { condition: type, status, meaning, text: message.replace(/\s+/g, ' ').trim().slice(0, 300) },
        evidence: [
          { path: `${conditionPath(type)}.status`, value: status },
          { path: `${conditionPath(type)}.message`, value: message },
        ],
      };
    }
  },
});
