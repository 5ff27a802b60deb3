import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { CORDON, isBeingRemoved } from '../../kube/nodes/node-states.ts';
import { DAY_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const nodeCordoned = defineCheck({
  id: 'node-cordoned',
  title: 'Node is cordoned',
  severity: 'low',
  level: 'state',
  subject: 'Node',
  source: 'https://kubernetes.io/docs/concepts/architecture/nodes/#manual-node-administration',
  facts: z.object({ long: z.boolean() }),
  message: ({ long }) =>
    long ? 'Cordoned for more than a day: it takes no new pods' : 'Cordoned: it takes no new pods',
  fixes: (_facts, { object }) => [
    { text: 'Let it take pods again, if the maintenance is over', command: kubectl('uncordon', object.name) },
    {
      text: 'See what still runs there',
      command: kubectl('get', 'pods', '-A', '-o', 'wide', '--field-selector', `spec.nodeName=${object.name}`),
    },
  ],
  *find(node, view) {
    if (node.spec?.unschedulable !== true || isBeingRemoved(node)) return;
    const since = node.spec.taints?.find(({ key }) => key === CORDON.key)?.timeAdded;
    const long = view.age(since) > DAY_MS;
    yield {
      cause: '',
      since: since ?? null,
      severity: long ? 'medium' : 'low',
      facts: { long },
      evidence: [{ path: 'spec.unschedulable', value: true }],
    };
  },
});
