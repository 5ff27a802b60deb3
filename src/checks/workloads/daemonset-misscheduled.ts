import { z } from 'zod';
import { compareText } from '../../base/collate.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { isBeingRemoved, isStateTaint } from '../../kube/nodes/node-states.ts';
import { isActive } from '../../kube/pods.ts';
import { taintText, untolerated } from '../../kube/scheduling/tolerations.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { isSettled } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

const LONG_MS = 15 * MINUTE_MS;
const NAMED = 3;

export const daemonsetMisscheduled = defineCheck({
  id: 'daemonset-misscheduled',
  title: 'DaemonSet runs on nodes whose taints it does not tolerate',
  severity: 'low',
  level: 'state',
  subject: 'DaemonSet',
  reads: ['Node', 'Pod'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#taints-and-tolerations',
  facts: z.object({ nodes: z.array(z.string()), taints: z.array(z.string()) }),
  message: ({ nodes, taints }) =>
    `It still runs on ${nodes.slice(0, NAMED).join(', ')}${nodes.length > NAMED ? ` and ${nodes.length - NAMED} more` : ''}, ` +
    `but does not tolerate ${taints.join(' and ')} there: once its pod ends, no new one comes`,
  fixes: ({ nodes }, { subject }) => [
    {
      text: 'Give the DaemonSet a toleration for the taint, if it belongs there',
      command: kubectl('edit', ...inNamespaceOf(subject), target(subject)),
    },
    {
      text: 'Else delete its pods there: see which they are',
      command: kubectl(
        'get',
        'pods',
        ...inNamespaceOf(subject),
        '-o',
        'wide',
        '--field-selector',
        `spec.nodeName=${nodes[0]}`,
      ),
    },
  ],
  *find(set, view) {
    if ((set.status?.numberMisscheduled ?? 0) === 0 || !isSettled(set)) return;
    const nodes = new Set<string>();
    const taints = new Set<string>();
    for (const pod of view.controlledBy('Pod', set)) {
      const found = view.get('Node', null, pod.spec?.nodeName ?? '');
      if (found.state !== 'found' || !isActive(pod) || isBeingRemoved(found.object)) continue;
      if (view.age(pod.metadata.creationTimestamp) < LONG_MS) continue;
      // What the node's state taints with passes by, and pods are evicted from it by NoExecute alone.
      const chosen = (found.object.spec?.taints ?? []).filter(
        (taint) => taint.effect === 'NoSchedule' && !isStateTaint(taint),
      );
      const against = untolerated(chosen, pod.spec?.tolerations ?? []);
      if (against.length === 0) continue;
      nodes.add(found.object.metadata.name);
      for (const taint of against) taints.add(taintText(taint));
    }
    if (nodes.size === 0) return;
    yield {
      cause: '',
      latent: true,
      facts: { nodes: [...nodes].sort(compareText), taints: [...taints].sort(compareText) },
      evidence: [
        { path: 'status.numberMisscheduled', value: set.status?.numberMisscheduled },
        { path: 'spec.template.spec.tolerations', value: null },
      ],
    };
  },
});
