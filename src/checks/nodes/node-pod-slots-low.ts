import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { loadOf } from '../../kube/nodes/node-load.ts';
import { defineCheck } from '../define-check.ts';

const FULL = 0.95;

export const nodePodSlotsLow = defineCheck({
  id: 'node-pod-slots-low',
  title: 'Node takes hardly any more pods',
  severity: 'medium',
  level: 'cause',
  subject: 'Node',
  reads: ['Pod'],
  profile: 'hygiene',
  source: 'https://kubernetes.io/docs/setup/best-practices/cluster-large/',
  facts: z.object({ pods: z.int(), slots: z.int() }),
  message: ({ pods, slots }) => `Runs ${pods} of the ${slots} pods that it may run, whatever they request`,
  fixes: (_facts, { object }) => [
    {
      text: 'See what runs there',
      command: kubectl('get', 'pods', '-A', '--field-selector', `spec.nodeName=${object.name}`),
    },
    { text: 'Add a node, or raise maxPods of its kubelet where its network has addresses for more', command: null },
  ],
  *find(node, view) {
    if (!view.covers('Pod', null)) return;
    const { pods, slots } = loadOf(node, view.podsOn('Pod', node.metadata.name));
    if (slots === 0 || pods < slots * FULL) return;
    yield {
      cause: '',
      latent: true,
      facts: { pods, slots },
      evidence: [{ path: 'status.allocatable.pods', value: node.status?.allocatable?.['pods'] }],
    };
  },
});
