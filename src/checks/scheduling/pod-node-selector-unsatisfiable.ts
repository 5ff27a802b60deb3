import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { nearMisses } from '../../base/near-miss.ts';
import { conditionPath } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { missingName, requirementText } from '../../kube/scheduling/node-affinity.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { unplaced } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const podNodeSelectorUnsatisfiable = defineCheck({
  id: 'pod-node-selector-unsatisfiable',
  title: 'No node matches the node selector or affinity',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: unplaced,
  consults: ['Node', 'Event', 'PersistentVolumeClaim'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/',
  facts: z.object({
    wanted: z.array(z.string()),
    /** The requirements that no node meets; all that the nearest node lacks where none does so alone. */
    missing: z.array(z.string()),
    together: z.boolean(),
    /** The label of the first of them, and its values on the nodes. */
    label: z.string().nullable(),
    values: z.array(z.string()),
    /** The name of a node that is asked for, and that no node has; then `similar` are names of nodes. */
    named: z.string().nullable(),
    similar: z.array(z.string()),
    nearest: z.string().nullable(),
    /** How many nodes there are, where they could be read. */
    nodes: z.int().nullable(),
  }),
  message: ({ wanted, missing, together, label, values, named, similar, nearest, nodes }) => {
    if (wanted.length === 0) return 'Its node affinity has only empty terms, which match no node';
    if (nodes === null) return `The scheduler finds no node that matches ${listText(wanted)}`;
    if (together && nearest !== null) {
      return `No node matches ${listText(wanted)} at once; the nearest, ${nearest}, does not match ${listText(missing)}`;
    }
    if (named !== null) {
      return `There is no node ${named}${similar.length === 0 ? '' : `, but there is ${listText(similar)}`}`;
    }
    const there =
      label === null
        ? ''
        : values.length > 0
          ? `; on the nodes, ${label} is ${listText(values, 6)}`
          : `; no node has a label ${label}`;
    const instead = similar.length === 0 ? '' : `, but some have ${listText(similar)}`;
    return `No node matches ${listText(missing)}${there}${instead}`;
  },
  fixes: ({ label, missing: [first], named }, { subject }) => {
    if (named !== null) {
      return [
        { text: 'See which nodes there are', command: kubectl('get', 'nodes') },
        correctTemplate(subject, 'the name of the node'),
      ];
    }
    return [
      {
        text: 'See the labels of the nodes',
        command: kubectl('get', 'nodes', ...(label === null ? ['--show-labels'] : ['-L', label])),
      },
      correctTemplate(subject, 'the node selector or affinity'),
      {
        text: 'Or label the nodes that are meant',
        command: label !== null && first?.startsWith(`${label}=`) ? kubectl('label', 'node', 'NODE', first) : null,
      },
    ];
  },
  *find(pod, view) {
    const scheduling = view.shared(schedulingOf);
    const verdict = scheduling.verdictOf(pod);
    if (verdict?.obstacle !== 'selector') return;
    const { fit, alternatives } = verdict;
    const unmet = fit === null ? undefined : scheduling.unmet(alternatives);
    const wanted = (unmet?.wanted ?? alternatives[0] ?? []).map(requirementText);
    const missing = (unmet?.missing ?? []).map(requirementText);
    const first = unmet?.missing[0];
    const names = scheduling.nodes.map(({ name }) => name);
    const named = unmet === undefined || unmet.together ? null : missingName(unmet.missing, names);
    yield {
      cause: missing.join(','),
      since: verdict.since,
      facts: {
        wanted,
        missing,
        together: unmet?.together ?? false,
        label: first?.of === 'label' ? (first.expression.key ?? null) : null,
        values: [...(unmet?.values ?? [])],
        named,
        similar: [...(named === null ? (unmet?.similarKeys ?? []) : nearMisses(named, names))],
        nearest: unmet?.nearest?.metadata.name ?? null,
        nodes: fit === null ? null : scheduling.nodes.length,
      },
      evidence: [
        {
          path:
            first?.expression.key !== undefined && pod.spec?.nodeSelector?.[first.expression.key] !== undefined
              ? 'spec.nodeSelector'
              : 'spec.affinity.nodeAffinity',
          value: wanted,
        },
        { path: `${conditionPath('PodScheduled')}.message`, value: verdict.message },
      ],
    };
  },
});
