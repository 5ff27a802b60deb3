import { z } from 'zod';
import { conditionPath } from '../../kube/conditions.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { evictedText, pressureOn } from '../../kube/nodes/node-conditions.ts';
import { defineCheck } from '../define-check.ts';

export const nodeMemoryPressure = defineCheck({
  id: 'node-memory-pressure',
  title: 'Node is short of memory',
  severity: 'high',
  level: 'cause',
  subject: 'Node',
  consults: ['Pod'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#node-conditions',
  facts: z.object({ evicted: z.int() }),
  message: ({ evicted }) =>
    `Less memory is free than the kubelet keeps in reserve, so it evicts pods${evictedText(evicted)}`,
  fixes: (_facts, { object }) => [
    { text: 'See what uses the memory', command: kubectl('top', 'pods', '-A', '--sort-by=memory') },
    { text: 'See what runs there, and what it requests', command: describe(object) },
    { text: 'Set memory requests near the real use, so that less is placed there', command: null },
  ],
  *find(node, view) {
    const pressure = pressureOn(node, 'MemoryPressure', view);
    if (pressure === undefined) return;
    const { condition, evicted } = pressure;
    yield {
      cause: '',
      since: condition.lastTransitionTime,
      facts: { evicted },
      evidence: [
        { path: `${conditionPath('MemoryPressure')}.status`, value: condition.status },
        { path: `${conditionPath('MemoryPressure')}.message`, value: condition.message },
      ],
    };
  },
});
