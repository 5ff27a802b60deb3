import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { scaleUpRefusals } from '../../kube/scheduling/scale-up-refusal.ts';
import { schedulingOf } from '../../kube/scheduling/scheduling.ts';
import { shortened } from '../../kube/startup/kubelet-text.ts';
import { unplaced } from '../../kube/suspects.ts';
import { defineCheck } from '../define-check.ts';

export const podAutoscalerRefused = defineCheck({
  id: 'pod-autoscaler-refused',
  title: 'Autoscaler adds no node for the pod',
  severity: 'high',
  // Why the pod needs a node is said by others; this tells why none comes.
  level: 'state',
  subject: 'Pod',
  among: unplaced,
  reads: ['Event'],
  consults: ['Node', 'PersistentVolumeClaim'],
  source: 'https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md',
  facts: z.object({ autoscaler: z.string(), text: z.string() }),
  message: ({ autoscaler, text }) => `${autoscaler} adds no node for it: ${text || 'it gives no reason'}`,
  fixes: ({ autoscaler }) => [
    autoscaler === 'karpenter'
      ? { text: 'See the limits and requirements of the node pools', command: kubectl('describe', 'nodepools') }
      : {
          text: 'See what the autoscaler says of its node groups',
          command: kubectl('get', 'configmap', '-n', 'kube-system', 'cluster-autoscaler-status', '-o', 'yaml'),
        },
    { text: 'Raise the largest size of a node group that suits the pod, or add one that does', command: null },
  ],
  *find(pod, view) {
    const verdict = view.shared(schedulingOf).verdictOf(pod);
    if (verdict === undefined) return;
    const refusal = view.shared(scaleUpRefusals).get(pod.metadata.uid ?? '');
    if (refusal === undefined) return;
    const { autoscaler, event } = refusal;
    yield {
      cause: autoscaler,
      since: verdict.since,
      facts: { autoscaler, text: shortened(refusal.text) },
      evidence: [{ object: event, path: 'message', value: event.message }],
    };
  },
});
