import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { conditionPath } from '../../kube/conditions.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { stateOf } from '../../kube/nodes/node-states.ts';
import { refOf, refTo } from '../../kube/object-ref.ts';
import { defaultedFixes, defaultedRequests, defaultedText } from '../../kube/scheduling/defaulted.ts';
import { deviceShortageOf } from '../../kube/scheduling/devices.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { noNodeText, offersOf, wantedText } from '../../kube/scheduling/shortage.ts';
import { unplaced } from '../../kube/suspects.ts';
import { TEMPLATED_KINDS } from '../../kube/workloads/default-amounts.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const podInsufficientResources = defineCheck({
  id: 'pod-insufficient-resources',
  title: 'No node has enough free for the pod',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: unplaced,
  consults: ['Node', 'Event', 'PersistentVolumeClaim', 'LimitRange', ...TEMPLATED_KINDS],
  source:
    'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-requests-are-scheduled',
  facts: z.object({
    /** Empty where nodes or pods could not all be read. */
    short: z.array(
      z.object({ resource: z.string(), wanted: z.string(), most: z.string(), of: z.string(), node: z.string() }),
    ),
    together: z.boolean(),
    /** Of what is short, what a LimitRange filled in. */
    defaulted: z.array(
      z.object({ resource: z.string(), container: z.string(), amount: z.string(), limitRange: z.string() }),
    ),
    /** What the scheduler names. */
    resources: z.array(z.string()),
    /** Nodes that it may use and that are in order, out of all. */
    usable: z.int().nullable(),
    total: z.int().nullable(),
    relief: z.object({ node: z.string(), state: z.string() }).nullable(),
  }),
  message: ({ short, together, defaulted, resources, usable, total, relief }) => {
    if (total === 0) return 'The cluster has no node';
    const helped = relief === null ? '' : `; node ${relief.node} would have room, but is ${relief.state}`;
    if (short.length === 0) return `The scheduler finds no node with enough ${listText(resources)} free${helped}`;
    const nodes = noNodeText(usable ?? 0, total ?? 0);
    const [first, ...others] = short;
    if (first?.resource === 'pods' && others.length === 0) {
      return `${nodes} can take another pod: node ${first.node} has all ${first.of} it allows${helped}`;
    }
    const most = short.map(({ resource, most: free, of, node }) => `${free} of ${of} ${resource} (node ${node})`);
    return `${nodes} has ${wantedText(short)} free${together ? ' at once' : ''}; the most is ${listText(most)}${helped}${defaultedText(defaulted)}`;
  },
  fixes: ({ short: [first], defaulted }, { subject, object }) => [
    {
      text: 'See what takes the room',
      command: first === undefined ? kubectl('describe', 'nodes') : describe(refTo('Node', null, first.node)),
    },
    ...(defaulted.length > 0
      ? defaultedFixes(defaulted, subject, object)
      : [{ ...correctTemplate(subject, 'the requests'), text: 'Lower its requests, if it needs less' }]),
    { text: 'Add a node, or remove what is needed less', command: null },
  ],
  *find(pod, view) {
    const scheduling = view.shared(schedulingOf);
    const verdict = scheduling.verdictOf(pod);
    if (verdict?.obstacle !== 'room' || deviceShortageOf(verdict, scheduling.nodes) !== undefined) return;
    const { clauses, fit } = verdict;
    const { short = [], together = false } = fit?.shortages ?? {};
    const relief = fit?.relief[0];
    yield {
      cause: '',
      since: verdict.since,
      explainedBy: relief === undefined ? [] : [refOf(relief.node)],
      facts: {
        short: [...short],
        together,
        defaulted: defaultedRequests(pod, short, view),
        resources: clauses.flatMap(({ kind, name }) => (kind === 'resource' && name !== null ? [name] : [])),
        usable: fit?.nodes.length ?? null,
        total: fit === null ? null : view.all('Node').length,
        relief: relief === undefined ? null : { node: relief.name, state: stateOf(relief.node) },
      },
      evidence: [
        { path: `${conditionPath('PodScheduled')}.message`, value: verdict.message },
        ...offersOf(short, fit?.nodes ?? []),
      ],
    };
  },
});
