import { z } from 'zod';
import { loadTexts } from '../../kube/autoscaling/autoscalers.ts';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { describe, inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const LONG_MS = 15 * MINUTE_MS;

export const hpaAtMax = defineCheck({
  id: 'hpa-at-max',
  title: 'HorizontalPodAutoscaler wants more replicas than it may have',
  severity: 'medium',
  level: 'state',
  subject: 'HorizontalPodAutoscaler',
  source:
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough/#appendix-horizontal-pod-autoscaler-status-conditions',
  facts: z.object({ max: z.int(), load: z.array(z.string()) }),
  message: ({ max, load }) =>
    `It is at its maximum of ${max} replica${max === 1 ? '' : 's'} and wants more` +
    (load.length > 0 ? `: ${load.join(', ')}` : ''),
  fixes: (_facts, { subject }) => [
    { text: 'See the load and what it did of late', command: describe(subject) },
    {
      text: 'Raise maxReplicas, if the nodes and what stands behind the pods can carry more',
      command: kubectl('edit', ...inNamespaceOf(subject), target(subject)),
    },
  ],
  *find(autoscaler, view) {
    const { spec, status, metadata } = autoscaler;
    const limited = conditionOf(autoscaler, 'ScalingLimited');
    const max = spec?.maxReplicas;
    if (limited?.status !== 'True' || limited.reason !== 'TooManyReplicas' || metadata.deletionTimestamp !== undefined)
      return;
    // Where the smallest and the largest number are one, somebody has switched it off that way.
    if (max === undefined || status?.currentReplicas !== max || spec?.minReplicas === max) return;
    if (conditionOf(autoscaler, 'ScalingActive')?.status === 'False' || view.age(limited.lastTransitionTime) < LONG_MS)
      return;
    yield {
      cause: '',
      since: limited.lastTransitionTime,
      facts: { max, load: [...loadTexts(autoscaler)] },
      evidence: [
        { path: `${conditionPath('ScalingLimited')}.reason`, value: limited.reason },
        { path: 'spec.maxReplicas', value: max },
        { path: 'status.currentReplicas', value: status.currentReplicas },
      ],
    };
  },
});
