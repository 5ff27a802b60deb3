import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { conditionPath } from '../../kube/conditions.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { isStarting, stateOf } from '../../kube/nodes/node-states.ts';
import { refOf, refTo } from '../../kube/object-ref.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { unplaced } from '../../kube/suspects.ts';
import { defineCheck } from '../define-check.ts';

/** More nodes than this are counted, not named. */
const NAMED = 5;

/** Where a whole fleet is down, some of its nodes speak for all. */
const ASKED = 20;

export const podBlockedByNodeState = defineCheck({
  id: 'pod-blocked-by-node-state',
  title: 'The nodes for the pod are not in order',
  severity: 'high',
  level: 'failure',
  subject: 'Pod',
  among: unplaced,
  consults: ['Node', 'Event', 'PersistentVolumeClaim'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/#taint-nodes-by-condition',
  facts: z.object({
    /** The first few nodes that it could run on, and what they are. */
    nodes: z.array(z.object({ node: z.string(), state: z.string() })),
    /** How many there are; null where nodes could not be read. */
    count: z.int().nullable(),
  }),
  message: ({ nodes, count }) => {
    const [first] = nodes;
    if (first === undefined)
      return "The nodes that it could run on are cordoned or not in order, by the scheduler's word";
    if (count === 1) return `Could run on node ${first.node} only, which is ${first.state}`;
    const texts = nodes.map(({ node, state }) => `${node} is ${state}`);
    const more = (count ?? 0) - nodes.length;
    return `None of the ${count} nodes that it could run on takes pods: ${listText(texts, NAMED)}${more > 0 ? `, and ${more} more` : ''}`;
  },
  fixes: ({ nodes: [first] }) => [
    first === undefined
      ? { text: 'See how the nodes stand', command: kubectl('get', 'nodes') }
      : { text: 'See why the node takes no pods', command: describe(refTo('Node', null, first.node)) },
    ...(first?.state === 'cordoned'
      ? [{ text: 'Let the node take pods again, if its maintenance is over', command: kubectl('uncordon', first.node) }]
      : []),
  ],
  *find(pod, view) {
    const verdict = view.shared(schedulingOf).verdictOf(pod);
    if (verdict?.obstacle !== 'state') return;
    const nodes = verdict.fit?.nodes ?? [];
    // A node that has just come is about to be ready: the pod has only to wait.
    if (nodes.some(({ node }) => node.spec?.unschedulable !== true && isStarting(node, view.takenAtMs))) return;
    yield {
      cause: '',
      since: verdict.since,
      explainedBy: nodes.slice(0, ASKED).map(({ node }) => refOf(node)),
      facts: {
        nodes: nodes.slice(0, NAMED).map(({ node, name }) => ({ node: name, state: stateOf(node) })),
        count: verdict.fit === null ? null : nodes.length,
      },
      evidence: [
        ...nodes
          .slice(0, 3)
          .map(({ node }) => ({ object: node, path: 'spec.unschedulable', value: node.spec?.unschedulable ?? false })),
        { path: `${conditionPath('PodScheduled')}.message`, value: verdict.message },
      ],
    };
  },
});
