import { z } from 'zod';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { controllerOf } from '../../kube/owners.ts';
import { nodeAlternativesOf, requirementText, satisfies, unmetBy } from '../../kube/scheduling/node-affinity.ts';
import { selectorText } from '../../kube/selectors.ts';
import { isForSomeNodes } from '../../kube/workloads/daemons.ts';
import { PATIENCE_MS } from '../../kube/workloads/shortfall.ts';
import { isSettled } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const daemonsetSelectsNoNode = defineCheck({
  id: 'daemonset-selects-no-node',
  title: 'DaemonSet selects no node',
  severity: 'medium',
  level: 'cause',
  subject: 'DaemonSet',
  reads: ['Node'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#running-pods-on-select-nodes',
  facts: z.object({
    nodes: z.int(),
    wanted: z.array(z.string()),
    values: z.array(z.string()),
    similarKeys: z.array(z.string()),
  }),
  message: ({ nodes, wanted, values, similarKeys }) => {
    if (wanted.length === 0) {
      const whose = nodes === 1 ? 'the node that it selects' : `any of the ${nodes} nodes that it selects`;
      return `It runs nowhere: it does not tolerate the taints of ${whose}`;
    }
    const there = values.length > 0 ? `; there is ${values.join(', ')}` : '';
    const near = similarKeys.length > 0 ? `; did you mean ${similarKeys.join(' or ')}?` : '';
    return `It runs nowhere: none of ${nodes} node${nodes === 1 ? '' : 's'} has ${wanted.join(' and ')}${there}${near}`;
  },
  fixes: ({ wanted }, { subject }) => [
    wanted.length === 0
      ? { text: 'See the taints of the nodes', command: kubectl('describe', 'nodes') }
      : { text: 'See the labels of the nodes', command: kubectl('get', 'nodes', '--show-labels') },
    {
      text: wanted.length === 0 ? 'Give it a toleration for the taint' : 'Correct its node selector or affinity',
      command: kubectl('edit', ...inNamespaceOf(subject), target(subject)),
    },
  ],
  *find(set, view) {
    const { metadata, spec, status } = set;
    if (status?.desiredNumberScheduled !== 0 || !isSettled(set) || view.age(metadata.creationTimestamp) < PATIENCE_MS)
      return;
    // Providers and operators ship DaemonSets for nodes that a cluster may not have.
    if (metadata.namespace === 'kube-system' || controllerOf(set) !== undefined) return;
    const alternatives = nodeAlternativesOf({ apiVersion: 'v1', kind: 'Pod', metadata, spec: spec?.template?.spec });
    const nodes = view.all('Node');
    if (nodes.length === 0 || isForSomeNodes(alternatives)) return;
    const selected = nodes.filter((node) => satisfies(node, alternatives));
    const unmet = selected.length > 0 ? undefined : unmetBy(nodes, alternatives);
    yield {
      cause: '',
      facts: {
        nodes: selected.length || nodes.length,
        wanted: (unmet?.missing ?? []).map(requirementText),
        values: [...(unmet?.values ?? [])],
        similarKeys: [...(unmet?.similarKeys ?? [])],
      },
      evidence: [
        { path: 'status.desiredNumberScheduled', value: 0 },
        {
          path: 'spec.template.spec.nodeSelector',
          value: selectorText({ matchLabels: spec?.template?.spec?.nodeSelector }),
        },
      ],
    };
  },
});
