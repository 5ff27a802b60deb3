import { z } from 'zod';
import { compareText } from '../../base/collate.ts';
import { describe, inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { standingRefusal } from '../../kube/workloads/creation.ts';
import { isExcused, nodeNameOf } from '../../kube/workloads/daemons.ts';
import { blame, lackingPods, lackingSince } from '../../kube/workloads/shortfall.ts';
import { isSettled } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

const LONG_MS = 3 * MINUTE_MS;
const NAMED = 3;

export const daemonsetUnavailable = defineCheck({
  id: 'daemonset-unavailable',
  title: 'DaemonSet lacks pods on some nodes',
  severity: 'high',
  level: 'rollup',
  subject: 'DaemonSet',
  reads: ['Pod'],
  consults: ['Event', 'Node'],
  explains: ['daemonset-rollout-stuck'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/#how-daemon-pods-are-scheduled',
  facts: z.object({
    unavailable: z.int(),
    desired: z.int(),
    nodes: z.array(z.string()),
    refused: z.int(),
    nodeCritical: z.boolean(),
  }),
  message: ({ unavailable, desired, nodes, refused, nodeCritical }) =>
    `${unavailable} of ${desired} node${desired === 1 ? '' : 's'} ${unavailable === 1 ? 'has' : 'have'} no available pod of it` +
    (nodes.length > 0 ? ` (${nodes.slice(0, NAMED).join(', ')}${nodes.length > NAMED ? ', …' : ''})` : '') +
    (refused > 0 ? `, ${refused < unavailable ? `${refused} of them ` : ''}because the API server refuses it` : '') +
    (nodeCritical ? '; its priority says that a node cannot do without it' : ''),
  fixes: (_facts, { subject }) => [
    { text: 'See its state and events', command: describe(subject) },
    {
      text: 'See its pods and their nodes',
      command: kubectl('get', 'pods', ...inNamespaceOf(subject), '-o', 'wide'),
    },
  ],
  *find(set, view) {
    const { desiredNumberScheduled = 0, currentNumberScheduled = 0, numberUnavailable = 0 } = set.status ?? {};
    if (numberUnavailable === 0 || !isSettled(set)) return;
    const pods = lackingPods(view.controlledBy('Pod', set), true, view, LONG_MS).filter(
      (pod) => view.age(lackingSince(pod)) >= LONG_MS && !isExcused(pod, view),
    );
    const refusal = standingRefusal(set, view);
    const refused = view.age(refusal?.since) >= LONG_MS ? desiredNumberScheduled - currentNumberScheduled : 0;
    if (pods.length + refused === 0) return;
    const nodeCritical = set.spec?.template?.spec?.priorityClassName === 'system-node-critical';
    yield {
      cause: '',
      severity: nodeCritical ? 'critical' : 'high',
      facts: {
        unavailable: pods.length + refused,
        desired: desiredNumberScheduled,
        nodes: [...new Set(pods.flatMap((pod) => nodeNameOf(pod) ?? []))].sort(compareText),
        refused,
        nodeCritical,
      },
      explainedBy: [...blame(pods, view), ...(refused > 0 ? [refOf(set)] : [])],
      evidence: [
        { path: 'status.desiredNumberScheduled', value: desiredNumberScheduled },
        { path: 'status.numberUnavailable', value: numberUnavailable },
      ],
    };
  },
});
