import { z } from 'zod';
import { compareText } from '../../base/collate.ts';
import { targetOf } from '../../kube/autoscaling/autoscalers.ts';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const hpaAmbiguous = defineCheck({
  id: 'hpa-ambiguous',
  title: 'Several HorizontalPodAutoscalers claim the same pods',
  severity: 'high',
  level: 'cause',
  subject: 'HorizontalPodAutoscaler',
  source: 'https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/podautoscaler/horizontal.go',
  facts: z.object({ autoscalers: z.array(z.string()), selector: z.string() }),
  message: ({ autoscalers, selector }) =>
    `The pods of selector ${selector} belong to the autoscalers ${autoscalers.join(' and ')}, so none of these scales`,
  fixes: (_facts, { object }) => [
    {
      text: 'See what each of them scales, and by which metrics',
      command: kubectl('get', 'horizontalpodautoscalers', ...inNamespaceOf(object)),
    },
    {
      text: 'Join their metrics in one autoscaler and delete the others: it scales by the metric that asks for most',
      command: null,
    },
  ],
  *find(autoscaler, view) {
    const active = conditionOf(autoscaler, 'ScalingActive');
    if (active?.status !== 'False' || active.reason !== 'AmbiguousSelector') return;
    if (autoscaler.metadata.deletionTimestamp !== undefined || view.age(active.lastTransitionTime) < MINUTE_MS) return;
    const [, selector = '', list = ''] =
      /^pods by selector (.*) are controlled by multiple HPAs: \[(.*)\]$/.exec(active.message) ?? [];
    const autoscalers = list
      .split(' ')
      .map((name) => name.slice(name.indexOf('/') + 1))
      .sort(compareText);
    yield {
      cause: autoscalers.join(','),
      shared: targetOf(autoscaler).ref,
      // The target itself runs: nothing that befalls it comes from here.
      latent: true,
      since: active.lastTransitionTime,
      facts: { autoscalers, selector },
      evidence: [{ path: `${conditionPath('ScalingActive')}.message`, value: active.message }],
    };
  },
});
