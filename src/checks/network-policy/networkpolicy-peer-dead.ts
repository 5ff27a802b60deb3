import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { deadRules, PEER_KINDS } from '../../kube/network/dead-peers.ts';
import { differenceText } from '../../kube/network/label-diff.ts';
import { selectorText } from '../../kube/selectors.ts';
import { defineCheck } from '../define-check.ts';

export const networkpolicyPeerDead = defineCheck({
  id: 'networkpolicy-peer-dead',
  title: 'Rule of a NetworkPolicy lets nobody through',
  severity: 'medium',
  level: 'cause',
  subject: 'NetworkPolicy',
  reads: PEER_KINDS,
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/#behavior-of-to-and-from-selectors',
  facts: z.object({
    direction: z.enum(['Ingress', 'Egress']),
    path: z.string(),
    selector: z.string(),
    selects: z.enum(['pod', 'namespace']),
    nearest: z.string(),
    nearestHas: z.string(),
  }),
  message: ({ direction, selector, selects, nearest, nearestHas }) =>
    `${direction} rule lets nobody through: no ${selects} matches ${selector}; ${nearest} has ${nearestHas}`,
  fixes: ({ path, nearest, selects }, { object }) => [
    {
      text: `Make ${path} match ${nearest}, if that is meant`,
      command: kubectl('edit', ...inNamespaceOf(object), `networkpolicy/${object.name}`),
    },
    {
      text: `See the labels of the ${selects}s`,
      command:
        selects === 'namespace'
          ? kubectl('get', 'namespaces', '--show-labels')
          : kubectl('get', 'pods', ...inNamespaceOf(object), '--show-labels'),
    },
  ],
  *find(policy, view) {
    for (const { direction, path, selector, selects, nearest, differences } of deadRules(policy, view)) {
      const { kind, metadata } = nearest.object;
      yield {
        cause: path,
        confidence: 'likely',
        facts: {
          direction,
          path,
          selector,
          selects,
          nearest: `${kind} ${metadata.name}`,
          nearestHas: differenceText(differences),
        },
        evidence: [
          { path, value: selector },
          { object: nearest.object, path: nearest.path, value: selectorText({ matchLabels: nearest.labels }) },
        ],
      };
    }
  },
});
