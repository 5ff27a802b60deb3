import { z } from 'zod';
import { countText, listText } from '../../base/list-text.ts';
import { amountText, resourceText } from '../../kube/amounts.ts';
import { conditionPath } from '../../kube/conditions.ts';
import { allocatableOf, bestOffers, freeOf, tooFullFor } from '../../kube/fleet.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { stateOf } from '../../kube/node-states.ts';
import { refOf, refTo } from '../../kube/object-ref.ts';
import { schedulingOf } from '../../kube/scheduling.ts';
import { correctTemplate } from '../../kube/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const podInsufficientResources = defineCheck({
  id: 'pod-insufficient-resources',
  title: 'No node has enough free for the pod',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  consults: ['Node', 'Event', 'PersistentVolumeClaim'],
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-requests-are-scheduled',
  facts: z.object({
    /** What no node has enough of, and the most that one has; empty where nodes or pods could not all be read. */
    short: z.array(
      z.object({ resource: z.string(), wanted: z.string(), free: z.string(), of: z.string(), node: z.string() }),
    ),
    /** The same by the scheduler alone. */
    resources: z.array(z.string()),
    /** The nodes that it may use and that are in order, of all. */
    usable: z.int().nullable(),
    total: z.int().nullable(),
    relief: z.object({ node: z.string(), state: z.string() }).nullable(),
  }),
  message: ({ short, resources, usable, total, relief }) => {
    if (total === 0) return 'The cluster has no node';
    const helped = relief === null ? '' : `; node ${relief.node} would have room, but is ${relief.state}`;
    if (short.length === 0) {
      const what = resources.length === 0 ? 'room' : listText(resources);
      return `The scheduler finds too little ${what} free on every node that the pod may use${helped}`;
    }
    const nodes = usable === total ? 'No node' : `None of the ${countText(usable ?? 0, 'node')} that it may use`;
    const pods = short.find(({ resource }) => resource === 'pods');
    if (pods !== undefined && short.length === 1) {
      return `${nodes} may run another pod: each has as many as it allows, as ${pods.node} with ${pods.of}${helped}`;
    }
    const wanted = listText(short.map(({ resource, wanted: amount }) => `${amount} ${resource}`));
    const most = listText(short.map(({ resource, free, of, node }) => `${free} of ${of} ${resource} (node ${node})`));
    return `${nodes} has ${wanted} free; the most is ${most}${helped}`;
  },
  fixes: ({ short }, { subject }) => [
    short[0] === undefined
      ? { text: 'See what the nodes have and what is requested of them', command: kubectl('describe', 'nodes') }
      : {
          text: 'See what takes the room on the node that has most left',
          command: describe(refTo('Node', null, short[0].node)),
        },
    { ...correctTemplate(subject, 'the requests'), text: 'Lower its requests if it needs less' },
    { text: 'Add a node, or remove or shrink what is needed less', command: null },
  ],
  *find(pod, view) {
    const verdict = view.shared(schedulingOf).verdictOf(pod);
    if (verdict?.obstacle !== 'room') return;
    const { requests, clauses, fit } = verdict;
    const nodes = fit?.nodes ?? [];
    const relief = fit?.relief ?? [];
    const offers = fit?.stage === 'room' ? bestOffers(nodes, (node) => tooFullFor(node, requests), freeOf) : [];
    const helper = relief[0];
    yield {
      cause: '',
      since: verdict.since,
      explainedBy: helper === undefined ? [] : [refOf(helper.node)],
      facts: {
        short: offers.map(({ resource, node, amount }) => ({
          resource,
          wanted: amountText(resource, requests.get(resource) ?? 0),
          free: amountText(resource, Math.max(0, amount)),
          of: amountText(resource, allocatableOf(node, resource)),
          node: node.name,
        })),
        resources: clauses.flatMap(({ kind, name }) => (kind === 'resource' && name !== null ? [name] : [])),
        usable: fit === null ? null : nodes.length,
        total: fit === null ? null : view.all('Node').length,
        relief: helper === undefined ? null : { node: helper.name, state: stateOf(helper.node) },
      },
      evidence: [
        { path: conditionPath('PodScheduled'), value: verdict.message },
        ...offers.map(({ resource }) => {
          return { path: 'spec.containers[*].resources.requests', value: resourceText(resource, requests.get(resource) ?? 0) };
        }),
        ...offers.map(({ node, resource }) => {
          return { object: node.node, path: `status.allocatable.${resource}`, value: node.node.status?.allocatable?.[resource] };
        }),
      ],
    };
  },
});
