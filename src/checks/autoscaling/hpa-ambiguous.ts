import { z } from 'zod';
import { compareText } from '../../base/collate.ts';
import { listText } from '../../base/list-text.ts';
import { targetOf } from '../../kube/autoscaling/autoscalers.ts';
import { rivalOf } from '../../kube/autoscaling/vertical.ts';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refKey } from '../../kube/object-ref.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const hpaAmbiguous = defineCheck({
  id: 'hpa-ambiguous',
  title: 'Several autoscalers claim the same pods',
  severity: 'high',
  level: 'cause',
  subject: 'HorizontalPodAutoscaler',
  consults: ['VerticalPodAutoscaler'],
  source: 'https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/controller/podautoscaler/horizontal.go',
  facts: z.object({
    autoscalers: z.array(z.string()),
    selector: z.string(),
    /** A VerticalPodAutoscaler that changes the requests of these resources, by which it scales. */
    vertical: z.object({ name: z.string(), resources: z.array(z.string()) }).nullable(),
  }),
  message: ({ autoscalers, selector, vertical }) =>
    vertical !== null
      ? `It scales by ${listText(vertical.resources)} utilization, a share of the request, while VerticalPodAutoscaler ${vertical.name} keeps changing that request: each undoes what the other does`
      : `The pods of selector ${selector} belong to the autoscalers ${autoscalers.join(' and ')}, so none of these scales`,
  fixes: ({ vertical }, { object }) => [
    ...(vertical === null
      ? []
      : [
          {
            text: 'Let the VerticalPodAutoscaler only recommend, or have it leave these resources alone',
            command: kubectl(
              'patch',
              ...inNamespaceOf(object),
              `verticalpodautoscaler/${vertical.name}`,
              '--type=merge',
              '-p',
              '{"spec":{"updatePolicy":{"updateMode":"Off"}}}',
            ),
          },
        ]),
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
    const rival = autoscaler.metadata.deletionTimestamp === undefined ? rivalOf(autoscaler, view) : undefined;
    if (rival !== undefined) {
      const { name } = rival.vertical.metadata;
      yield {
        cause: `VerticalPodAutoscaler/${name}`,
        latent: true,
        facts: { autoscalers: [], selector: '', vertical: { name, resources: [...rival.resources] } },
        evidence: [
          { path: 'spec.scaleTargetRef.name', value: targetOf(autoscaler).ref.name },
          { object: rival.vertical, path: 'spec.targetRef.name', value: targetOf(autoscaler).ref.name },
        ],
      };
    }
    const active = conditionOf(autoscaler, 'ScalingActive');
    if (active?.status !== 'False' || active.reason !== 'AmbiguousSelector') return;
    if (autoscaler.metadata.deletionTimestamp !== undefined || view.age(active.lastTransitionTime) < MINUTE_MS) return;
    const [, selector = '', list = ''] =
      /^pods by selector (.*) are controlled by multiple HPAs: \[(.*)\]$/.exec(active.message) ?? [];
    const autoscalers = list
      .split(' ')
      .map((name) => name.slice(name.indexOf('/') + 1))
      .sort(compareText);
    const targets = new Map(
      autoscalers.flatMap((name) => {
        const found = view.get('HorizontalPodAutoscaler', autoscaler.metadata.namespace ?? '', name);
        const ref = found.state === 'found' ? targetOf(found.object).ref : undefined;
        return ref === undefined ? [] : [[refKey(ref), ref] as const];
      }),
    );
    yield {
      cause: autoscalers.join(','),
      shared: targetOf(autoscaler).ref,
      // The target itself runs: nothing that befalls it comes from here.
      latent: true,
      since: active.lastTransitionTime,
      // Autoscalers of several workloads meet where the selectors of these do.
      explainedBy: targets.size > 1 ? [...targets.values()] : [],
      facts: { autoscalers, selector, vertical: null },
      evidence: [{ path: `${conditionPath('ScalingActive')}.message`, value: active.message }],
    };
  },
});
