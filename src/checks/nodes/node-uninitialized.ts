import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { isBeingRemoved } from '../../kube/nodes/node-states.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const TAINT = 'node.cloudprovider.kubernetes.io/uninitialized';
const PATIENCE_MS = 3 * MINUTE_MS;

export const nodeUninitialized = defineCheck({
  id: 'node-uninitialized',
  title: 'Cloud provider has not initialised the node',
  severity: 'high',
  level: 'cause',
  subject: 'Node',
  explains: ['node-network-unavailable'],
  source: 'https://kubernetes.io/docs/tasks/administer-cluster/running-cloud-controller/',
  facts: z.object({ providerId: z.string().nullable() }),
  message: ({ providerId }) =>
    `Takes no pods: no cloud controller manager has initialised it${providerId === null ? ', and it has no providerID' : ''}`,
  fixes: (_facts, { object }) => [
    {
      text: 'See whether a cloud controller manager runs',
      command: kubectl('get', 'pods', '-A', '-o', 'wide', '-l', 'k8s-app=cloud-controller-manager'),
    },
    {
      text: 'Read in its logs why it does not know the node: a name or an instance that the cloud does not have',
      command: null,
    },
    {
      text: 'Only where no cloud is meant: start the kubelet without --cloud-provider=external, then take the taint away',
      command: kubectl('taint', 'node', object.name, `${TAINT}:NoSchedule-`),
    },
  ],
  *find(node, view) {
    const taint = node.spec?.taints?.find(({ key }) => key === TAINT);
    const created = node.metadata.creationTimestamp;
    if (taint === undefined || created === undefined || view.age(created) < PATIENCE_MS || isBeingRemoved(node)) return;
    yield {
      cause: '',
      facts: { providerId: node.spec?.providerID ?? null },
      evidence: [
        { path: 'spec.taints', value: `${TAINT}:${taint.effect ?? ''}` },
        { path: 'spec.providerID', value: node.spec?.providerID },
      ],
    };
  },
});
