import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { labelsWanted } from '../../kube/network/dead-peers.ts';
import { differenceText, nearestLabels } from '../../kube/network/label-diff.ts';
import { selectorText } from '../../kube/selectors.ts';
import { TEMPLATE_KINDS, templatesIn } from '../../kube/workloads/templates.ts';
import { defineCheck } from '../define-check.ts';

export const networkpolicySelectsNothing = defineCheck({
  id: 'networkpolicy-selects-nothing',
  title: 'NetworkPolicy selects no pod',
  severity: 'low',
  level: 'cause',
  subject: 'NetworkPolicy',
  reads: ['Pod', ...TEMPLATE_KINDS],
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#networkpolicy-resource',
  facts: z.object({ selector: z.string(), nearest: z.string(), nearestHas: z.string() }),
  message: ({ selector, nearest, nearestHas }) =>
    `podSelector ${selector} matches no pod, so the policy protects nothing; ${nearest} has ${nearestHas}`,
  fixes: ({ nearest }, { object }) => [
    {
      text: `Make podSelector match the pods of ${nearest}, if they are meant`,
      command: kubectl('edit', ...inNamespaceOf(object), `networkpolicy/${object.name}`),
    },
    { text: 'See the labels of the pods', command: kubectl('get', 'pods', ...inNamespaceOf(object), '--show-labels') },
  ],
  *find(policy, view) {
    const { namespace = '', deletionTimestamp } = policy.metadata;
    const selector = policy.spec?.podSelector;
    // An empty selector means every pod of the namespace, also while there is none.
    if (deletionTimestamp !== undefined || selector === undefined || selectorText(selector) === '<everything>') return;
    if (view.select('Pod', namespace, selector).length > 0) return;
    // Charts bring policies for parts that are switched off: only what looks like a slip is worth a word. A template
    // with all the labels, whose pods are to come, has no difference.
    const near = nearestLabels(labelsWanted(selector), templatesIn(namespace, view), ({ labels }) => labels);
    if (near === undefined || near.differences.length === 0 || near.differences.some(({ slip }) => !slip)) return;
    const { workload, labels, labelsPath } = near.candidate;
    yield {
      cause: '',
      facts: {
        selector: selectorText(selector),
        nearest: `${workload.kind} ${workload.metadata.name}`,
        nearestHas: differenceText(near.differences),
      },
      evidence: [
        { path: 'spec.podSelector', value: selectorText(selector) },
        { object: workload, path: labelsPath, value: selectorText({ matchLabels: labels }) },
      ],
    };
  },
});
