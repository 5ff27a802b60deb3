import { z } from 'zod';
import { countText, listText } from '../../base/list-text.ts';
import { conditionPath } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { taintText } from '../../kube/scheduling/tolerations.ts';
import { unplaced } from '../../kube/suspects.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const podUntoleratedTaint = defineCheck({
  id: 'pod-untolerated-taint',
  title: 'Pod does not tolerate the taints of the nodes',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: unplaced,
  consults: ['Node', 'Event', 'PersistentVolumeClaim'],
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/',
  facts: z.object({
    taints: z.array(z.object({ taint: z.string(), nodes: z.int(), example: z.string().nullable() })),
    /** Nodes that it may use but for their taints, out of all. */
    usable: z.int().nullable(),
    total: z.int().nullable(),
    /** What it tolerates under the same keys. */
    tolerates: z.array(z.string()),
  }),
  message: ({ taints, usable, total, tolerates }) => {
    const [first] = taints;
    const instead = tolerates.length === 0 ? '' : `; it tolerates ${listText(tolerates)}`;
    if (first === undefined) return 'Does not tolerate the taints of the nodes, by the word of the scheduler';
    if (usable === 1) {
      const texts = listText(taints.map(({ taint }) => taint));
      return `Does not tolerate ${texts} on ${first.example}, the only node that it may use${instead}`;
    }
    const texts = taints.map(({ taint, nodes }) => `${taint} (${countText(nodes, 'node')})`);
    const which = usable === total ? 'any node' : 'any node that it may use';
    return `Does not tolerate the taints of ${which}: ${listText(texts)}${instead}`;
  },
  fixes: ({ taints: [first] }, { subject }) => [
    {
      text: 'See which taints the nodes have',
      command: kubectl('get', 'nodes', '-o', 'custom-columns=NAME:.metadata.name,TAINTS:.spec.taints'),
    },
    { ...correctTemplate(subject, 'the tolerations'), text: 'Add a toleration, if it belongs on these nodes' },
    ...(first?.example
      ? [{ text: 'Or remove the taint', command: kubectl('taint', 'node', first.example, `${first.taint}-`) }]
      : []),
  ],
  *find(pod, view) {
    const verdict = view.shared(schedulingOf).verdictOf(pod);
    if (verdict?.obstacle !== 'taint') return;
    const { fit, clauses } = verdict;
    const tolerations = pod.spec?.tolerations ?? [];
    const known = (fit?.taints ?? []).map(({ taint, ...rest }) => ({ taint: taintText(taint), ...rest }));
    const said = clauses.flatMap(({ kind, name, nodes }) => {
      return kind === 'taint' && name !== null ? [{ taint: name, nodes: nodes ?? 0, example: null }] : [];
    });
    const keys = new Set((fit?.taints ?? []).map(({ taint }) => taint.key));
    yield {
      cause: '',
      since: verdict.since,
      facts: {
        taints: fit === null ? said : known,
        usable: fit?.nodes.length ?? null,
        total: fit === null ? null : view.all('Node').length,
        tolerates: tolerations.filter(({ key }) => keys.has(key)).map(taintText),
      },
      evidence: [
        ...(fit?.nodes.slice(0, 3) ?? []).map(({ node }) => {
          return { object: node, path: 'spec.taints', value: (node.spec?.taints ?? []).map(taintText) };
        }),
        { path: `${conditionPath('PodScheduled')}.message`, value: verdict.message },
      ],
    };
  },
});
