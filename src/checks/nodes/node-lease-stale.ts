import { z } from 'zod';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { newestRenewal, unrenewedMs } from '../../kube/leases/renewals.ts';
import { isBeingRemoved, isYoungNode } from '../../kube/nodes/node-states.ts';
import { SECOND_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** A kubelet renews every ten seconds; four in a row do not get lost. */
const PATIENCE_MS = 40 * SECOND_MS;

export const nodeLeaseStale = defineCheck({
  id: 'node-lease-stale',
  title: 'Kubelet does not renew the lease of its node',
  severity: 'medium',
  level: 'state',
  subject: 'Node',
  reads: ['Lease'],
  source: 'https://kubernetes.io/docs/concepts/architecture/leases/#node-heart-beats',
  facts: z.object({ renewed: z.string() }),
  message: ({ renewed }) =>
    `Counts as ready, but its kubelet has not renewed its lease since ${renewed}: ` +
    'it hangs, does not reach the API server, or its clock is wrong',
  fixes: (_facts, { object }) => [
    {
      text: 'See whether the lease is renewed, every ten seconds',
      command: kubectl('get', 'lease', '-n', 'kube-node-lease', object.name, '-o', 'yaml'),
    },
    { text: 'On the node, look at the clock (timedatectl) and at the kubelet (journalctl -u kubelet)', command: null },
  ],
  *find(node, view) {
    const ready = conditionOf(node, 'Ready');
    if (ready?.status !== 'True' || isBeingRemoved(node) || isYoungNode(node, view.takenAtMs)) return;
    const found = view.get('Lease', 'kube-node-lease', node.metadata.name);
    if (found.state !== 'found' || unrenewedMs(found.object, view.shared(newestRenewal)) < PATIENCE_MS) return;
    const renewed = found.object.spec?.renewTime;
    yield {
      cause: '',
      confidence: 'likely',
      since: renewed,
      facts: { renewed: renewed ?? '' },
      evidence: [
        { object: found.object, path: 'spec.renewTime', value: renewed },
        { path: `${conditionPath('Ready')}.status`, value: ready.status },
      ],
    };
  },
});
