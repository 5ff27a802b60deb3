import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { conditionPath } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { affinityTermsOf, domainWord, isPlaced, labelFlag, podsOfTerm } from '../../kube/scheduling/pod-affinity.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { selectorText } from '../../kube/selectors.ts';
import { unplaced } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const podAffinityUnsatisfiable = defineCheck({
  id: 'pod-affinity-unsatisfiable',
  title: 'No node is near the pods that this one must run with',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: unplaced,
  consults: ['Node', 'Event', 'PersistentVolumeClaim', 'Namespace'],
  source:
    'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity',
  facts: z.object({
    selector: z.string(),
    topologyKey: z.string(),
    namespaces: z.array(z.string()),
    /** How many pods the term selects; null where they could not all be read. */
    matching: z.int().nullable(),
    /** The nodes of those that have one. */
    nodes: z.array(z.string()),
    /** What the scheduler says besides. */
    others: z.array(z.string()),
  }),
  message: ({ selector, topologyKey, namespaces, matching, nodes, others }) => {
    const must = `Must run on the same ${domainWord(topologyKey)} as a pod with ${selector}`;
    if (matching === 0) {
      return `${must}, and there is none in ${namespaces.length === 1 ? 'namespace' : 'namespaces'} ${listText(namespaces)}`;
    }
    if (matching !== null && nodes.length === 0) return `${must}, and none of the ${matching} has a node yet`;
    const where = nodes.length === 0 ? '' : `; there are some on ${listText(nodes)}`;
    const why = others.length === 0 ? '' : ` (the scheduler also finds: ${listText(others)})`;
    return `${must}, and no node there can take it${where}${why}`;
  },
  fixes: ({ selector, namespaces }, { subject }) => [
    {
      text: 'See where the pods are that it must run with',
      command: kubectl('get', 'pods', '-n', namespaces[0] ?? 'default', ...labelFlag(selector), '-o', 'wide'),
    },
    correctTemplate(subject, 'the pod affinity'),
  ],
  *find(pod, view) {
    const verdict = view.shared(schedulingOf).verdictOf(pod);
    if (verdict?.obstacle !== 'affinity') return;
    const terms = affinityTermsOf(pod).map((term) => ({ term, ...podsOfTerm(term, pod, view) }));
    const term = terms.find(({ pods }) => !pods.some(isPlaced)) ?? terms[0];
    if (term === undefined) return;
    const selector = selectorText(term.term.labelSelector);
    const placed = term.pods.filter(isPlaced);
    yield {
      cause: `${selector}/${term.term.topologyKey ?? ''}`,
      since: verdict.since,
      explainedBy: placed.length > 0 ? [] : term.pods.map(refOf),
      facts: {
        selector,
        topologyKey: term.term.topologyKey ?? '',
        namespaces: [...term.namespaces],
        matching: term.complete ? term.pods.length : null,
        nodes: [...new Set(placed.map((other) => other.spec?.nodeName ?? ''))].sort(),
        others: verdict.clauses.flatMap(({ kind, nodes, text }) =>
          kind === 'affinity' ? [] : `${nodes ?? ''} ${text}`,
        ),
      },
      evidence: [
        { path: 'spec.affinity.podAffinity', value: `${selector} (${term.term.topologyKey ?? ''})` },
        { path: `${conditionPath('PodScheduled')}.message`, value: verdict.message },
      ],
    };
  },
});
