import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { conditionPath } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { defaultedFixes, defaultedRequests, defaultedText } from '../../kube/scheduling/defaulted.ts';
import { deviceShortageOf } from '../../kube/scheduling/devices.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { offersOf, wantedText } from '../../kube/scheduling/shortage.ts';
import { unplaced } from '../../kube/suspects.ts';
import { TEMPLATED_KINDS } from '../../kube/workloads/default-amounts.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const podExceedsAnyNode = defineCheck({
  id: 'pod-exceeds-any-node',
  title: 'Pod wants more than any node has',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: unplaced,
  consults: ['Node', 'Event', 'PersistentVolumeClaim', 'LimitRange', ...TEMPLATED_KINDS],
  source:
    'https://kubernetes.io/docs/tasks/configure-pod-container/assign-cpu-resource/#specify-a-cpu-request-that-is-too-big-for-your-nodes',
  facts: z.object({
    /** Empty where the nodes could not be read. */
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
    /** Nodes that it may use, out of all. */
    usable: z.int().nullable(),
    total: z.int().nullable(),
  }),
  message: ({ short, together, defaulted, resources, usable, total }) => {
    if (short.length === 0) return `Wants more ${listText(resources)} than any node has, by the scheduler's word`;
    const whose = usable === total ? 'any node has' : `any of the nodes that it may use has`;
    const absent = short.filter(({ most }) => most === '0');
    if (absent.length > 0)
      return `Wants ${wantedText(absent)}, and no node${usable === total ? '' : ' that it may use'} has any`;
    const most = short.map(({ resource, most: largest, node }) => `${largest} ${resource} (node ${node})`);
    return `Wants ${wantedText(short)}, more than ${whose}${together ? ' at once' : ''}; the most is ${listText(most)}${defaultedText(defaulted)}`;
  },
  fixes: ({ defaulted }, { subject, object }) => [
    ...(defaulted.length > 0
      ? defaultedFixes(defaulted, subject, object)
      : [{ ...correctTemplate(subject, 'the requests'), text: 'Lower its requests to what a node can give' }]),
    {
      text: 'Or add a node that is large enough; see what the nodes can give',
      command: kubectl('get', 'nodes', '-o', 'custom-columns=NAME:.metadata.name,ALLOCATABLE:.status.allocatable'),
    },
  ],
  *find(pod, view) {
    const scheduling = view.shared(schedulingOf);
    const verdict = scheduling.verdictOf(pod);
    if (verdict?.obstacle !== 'size' || deviceShortageOf(verdict, scheduling.nodes) !== undefined) return;
    const { clauses, fit } = verdict;
    const { short = [], together = false } = fit?.shortages ?? {};
    yield {
      cause: short.map(({ resource }) => resource).join(','),
      since: verdict.since,
      facts: {
        short: [...short],
        together,
        defaulted: defaultedRequests(pod, short, view),
        resources: clauses.flatMap(({ kind, name }) => (kind === 'resource' && name !== null ? [name] : [])),
        usable: fit?.nodes.length ?? null,
        total: fit === null ? null : view.all('Node').length,
      },
      evidence: [
        ...offersOf(short, fit?.nodes ?? []),
        { path: `${conditionPath('PodScheduled')}.message`, value: verdict.message },
      ],
    };
  },
});
