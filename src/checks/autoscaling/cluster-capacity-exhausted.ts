import { z } from 'zod';
import { countText, listText } from '../../base/list-text.ts';
import { amountText } from '../../kube/amounts.ts';
import { exhaustion } from '../../kube/autoscaling/capacity.ts';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import type { ObjectRef } from '../../kube/object-ref.ts';
import { unplaced } from '../../kube/suspects.ts';
import { earliest } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** The nodes together are no object of the API; findings need one to be about. */
const CLUSTER: ObjectRef = { apiVersion: 'mekhanikube.io/v1', kind: 'Cluster', namespace: null, name: 'capacity' };

export const clusterCapacityExhausted = defineCheck({
  id: 'cluster-capacity-exhausted',
  title: 'The nodes are full',
  severity: 'high',
  level: 'cause',
  subject: 'Pod',
  among: unplaced,
  reads: ['Node'],
  consults: ['Event', 'PersistentVolumeClaim'],
  explains: ['pod-insufficient-resources'],
  source: 'https://kubernetes.io/docs/tasks/debug/debug-application/debug-pods/#my-pod-stays-pending',
  facts: z.object({
    resource: z.string(),
    requested: z.string(),
    allocatable: z.string(),
    percent: z.int(),
    /** Nodes that the waiting pods may use, out of all. */
    nodes: z.int(),
    total: z.int(),
    waiting: z.int(),
    owners: z.array(z.string()),
  }),
  message: ({ resource, requested, allocatable, percent, nodes, total, waiting, owners }) =>
    `${requested} of ${allocatable} ${resource} (${percent}%) of ${nodes === total ? countText(nodes, 'node') : `the ${nodes} nodes that they may use`} ` +
    `are requested, and ${countText(waiting, 'pod')} of ${listText(owners)} wait for room`,
  fixes: ({ resource }) => [
    {
      text: 'See which pods wait',
      command: kubectl('get', 'pods', '-A', '--field-selector', 'status.phase=Pending', '-o', 'wide'),
    },
    {
      text: `Add a node, or lower requests for ${resource} that are far above the use; see what nodes really use`,
      command: kubectl('top', 'nodes'),
    },
  ],
  *find(pod, view) {
    const exhausted = view.shared(exhaustion).get(pod);
    if (exhausted === undefined) return;
    const { resource, requested, allocatable, nodes, waiting, owners } = exhausted;
    yield {
      cause: resource,
      shared: CLUSTER,
      since: earliest(waiting.map((one) => conditionOf(one, 'PodScheduled')?.lastTransitionTime)),
      facts: {
        resource,
        requested: amountText(resource, requested),
        allocatable: amountText(resource, allocatable),
        percent: Math.floor((requested / allocatable) * 100),
        nodes: nodes.length,
        total: view.all('Node').length,
        waiting: waiting.length,
        owners: owners.map(({ kind, name }) => `${kind} ${name}`).sort(),
      },
      evidence: [
        { path: `${conditionPath('PodScheduled')}.message`, value: conditionOf(pod, 'PodScheduled')?.message },
        ...nodes.slice(0, 3).map(({ node }) => ({
          object: node,
          path: `status.allocatable.${resource}`,
          value: node.status?.allocatable?.[resource],
        })),
      ],
    };
  },
});
