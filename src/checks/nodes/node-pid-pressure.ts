import { z } from 'zod';
import { conditionPath } from '../../kube/conditions.ts';
import { describe } from '../../kube/kubectl.ts';
import { evictedText, pressureOn } from '../../kube/nodes/node-conditions.ts';
import { defineCheck } from '../define-check.ts';

export const nodePidPressure = defineCheck({
  id: 'node-pid-pressure',
  title: 'Node is short of process ids',
  severity: 'high',
  level: 'cause',
  subject: 'Node',
  consults: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/policy/pid-limiting/',
  facts: z.object({ evicted: z.int() }),
  message: ({ evicted }) =>
    `Fewer process ids are free than the kubelet keeps in reserve, so it evicts pods${evictedText(evicted)}`,
  fixes: (_facts, { object }) => [
    { text: 'See what runs there', command: describe(object) },
    { text: 'On the node, see what starts so many processes or threads: ps -eLf', command: null },
    { text: 'Limit the process ids of a pod: podPidsLimit of the kubelet', command: null },
  ],
  *find(node, view) {
    const pressure = pressureOn(node, 'PIDPressure', view);
    if (pressure === undefined) return;
    const { condition, evicted } = pressure;
    yield {
      cause: '',
      since: condition.lastTransitionTime,
      facts: { evicted },
      evidence: [
        { path: `${conditionPath('PIDPressure')}.status`, value: condition.status },
        { path: `${conditionPath('PIDPressure')}.message`, value: condition.message },
      ],
    };
  },
});
