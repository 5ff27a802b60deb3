import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { resourceText } from '../../kube/amounts.ts';
import { SCALABLE_KINDS, targetShortfall } from '../../kube/autoscaling/autoscalers.ts';
import { roomFor } from '../../kube/autoscaling/headroom.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { isReady } from '../../kube/pods.ts';
import { requestsOf } from '../../kube/scheduling/pod-requests.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { defineCheck } from '../define-check.ts';

export const hpaBurstExceedsCapacity = defineCheck({
  id: 'hpa-burst-exceeds-capacity',
  title: 'HorizontalPodAutoscaler may scale up further than the nodes have room',
  severity: 'low',
  level: 'state',
  subject: 'HorizontalPodAutoscaler',
  reads: ['Node', 'Pod'],
  consults: ['ConfigMap', 'Event', 'NodePool', 'PersistentVolumeClaim', ...SCALABLE_KINDS],
  source: 'https://kubernetes.io/docs/concepts/cluster-administration/node-autoscaling/',
  facts: z.object({ current: z.int(), max: z.int(), room: z.int(), each: z.array(z.string()) }),
  message: ({ current, max, room, each }) =>
    `It has scaled up to ${current} replicas and may go to ${max}, but the nodes have room for ${room === 0 ? 'no' : `only ${room}`} more (each requests ${listText(each)})`,
  fixes: () => [
    { text: 'See what is requested on the nodes', command: kubectl('describe', 'nodes') },
    { text: 'Add a node before the load comes, or lower maxReplicas to what fits', command: null },
  ],
  *find(autoscaler, view) {
    const { spec, status, metadata } = autoscaler;
    const current = status?.currentReplicas ?? 0;
    const max = spec?.maxReplicas ?? 0;
    // One at its floor has nothing to scale for, and the room may be meant for others until it has.
    if (current <= (spec?.minReplicas ?? 1) || current >= max || metadata.deletionTimestamp !== undefined) return;
    // Where nodes are added as needed, or nobody can tell, the room of now says nothing.
    if (view.get('ConfigMap', 'kube-system', 'cluster-autoscaler-status').state !== 'missing') return;
    if (view.all('NodePool').length > 0) return;
    const pod = targetShortfall(autoscaler, view)?.active.find(isReady);
    const room = pod === undefined ? undefined : roomFor(pod, view.shared(schedulingOf).nodes);
    if (pod === undefined || room === undefined || room >= max - current) return;
    const each = [...requestsOf(pod)].filter(([resource]) => resource === 'cpu' || resource === 'memory');
    if (each.length === 0) return;
    yield {
      cause: '',
      latent: true,
      facts: { current, max, room, each: each.map(([resource, amount]) => resourceText(resource, amount)) },
      evidence: [
        { path: 'status.currentReplicas', value: current },
        { path: 'spec.maxReplicas', value: max },
        ...each.map(([resource]) => ({
          object: pod,
          path: `spec.containers[0].resources.requests.${resource}`,
          value: pod.spec?.containers?.[0]?.resources?.requests?.[resource],
        })),
      ],
    };
  },
});
