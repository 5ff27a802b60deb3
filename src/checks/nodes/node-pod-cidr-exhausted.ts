import { z } from 'zod';
import { countText } from '../../base/list-text.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { blastKey, isOfNode, sandboxBlasts } from '../../kube/nodes/blast-radius.ts';
import { defineCheck } from '../define-check.ts';

export const nodePodCidrExhausted = defineCheck({
  id: 'node-pod-cidr-exhausted',
  title: 'Node has no addresses left for pods',
  severity: 'high',
  level: 'cause',
  subject: 'Node',
  reads: ['Event', 'Pod'],
  source: 'https://kubernetes.io/docs/concepts/cluster-administration/networking/',
  facts: z.object({ pods: z.int(), owners: z.int(), range: z.string().nullable() }),
  message: ({ pods, owners, range }) =>
    `Has no free address for ${countText(pods, 'pod')} of ${countText(owners, 'workload')}` +
    (range === null ? '' : `: its range is ${range}`),
  fixes: (_facts, { object }) => [
    {
      text: 'See how many pods have an address there',
      command: kubectl('get', 'pods', '-A', '-o', 'wide', '--field-selector', `spec.nodeName=${object.name}`),
    },
    {
      text: 'On the node, see whether addresses of pods long gone are still taken: ls /var/lib/cni/networks/*',
      command: null,
    },
    { text: 'Give nodes a larger range, or let them run fewer pods (maxPods of the kubelet)', command: null },
  ],
  *find(node, view) {
    const blast = view.shared(sandboxBlasts).get(blastKey(node.metadata.name, 'addresses'));
    if (!isOfNode(blast)) return;
    yield {
      cause: '',
      facts: { pods: blast.pods.length, owners: blast.owners.size, range: node.spec?.podCIDR ?? null },
      evidence: [
        { path: 'spec.podCIDR', value: node.spec?.podCIDR },
        { object: blast.newest, path: 'message', value: blast.newest.message },
      ],
    };
  },
});
