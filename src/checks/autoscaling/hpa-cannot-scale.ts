import { z } from 'zod';
import { targetOf } from '../../kube/autoscaling/autoscalers.ts';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { describe } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** The other reasons (BackoffDownscale, ...) say that it waits on purpose. */
const FAILURES: Readonly<Record<string, 'read' | 'change'>> = { FailedGetScale: 'read', FailedUpdateScale: 'change' };

export const hpaCannotScale = defineCheck({
  id: 'hpa-cannot-scale',
  title: 'HorizontalPodAutoscaler cannot scale its target',
  severity: 'high',
  level: 'failure',
  subject: 'HorizontalPodAutoscaler',
  source:
    'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale-walkthrough/#appendix-horizontal-pod-autoscaler-status-conditions',
  facts: z.object({ verb: z.enum(['read', 'change']), target: z.string(), error: z.string() }),
  message: ({ verb, target, error }) => `It cannot ${verb} the scale of ${target}: ${error}`,
  fixes: (_facts, { subject }) => [{ text: 'See its conditions and events', command: describe(subject) }],
  *find(autoscaler, view) {
    const able = conditionOf(autoscaler, 'AbleToScale');
    const verb = able?.status === 'False' ? FAILURES[able.reason] : undefined;
    if (able === undefined || verb === undefined || autoscaler.metadata.deletionTimestamp !== undefined) return;
    if (view.age(able.lastTransitionTime) < MINUTE_MS) return;
    const { ref } = targetOf(autoscaler);
    yield {
      cause: able.reason,
      since: able.lastTransitionTime,
      facts: {
        verb,
        target: `${ref.kind} ${ref.name}`,
        error: able.message.replace(/^the HPA controller was unable to [^:]*: /, ''),
      },
      evidence: [
        { path: `${conditionPath('AbleToScale')}.reason`, value: able.reason },
        { path: `${conditionPath('AbleToScale')}.message`, value: able.message },
      ],
    };
  },
});
