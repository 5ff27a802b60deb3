import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { autoscalersByTarget, measuresPods } from '../../kube/autoscaling/targets.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { compareRefs, refOf } from '../../kube/object-ref.ts';
import { selectorText } from '../../kube/selectors.ts';
import { SELECTING_KINDS, selectedIndex, selects } from '../../kube/workloads/overlap.ts';
import { defineCheck } from '../define-check.ts';

export const deploymentSelectorOverlap = defineCheck({
  id: 'deployment-selector-overlap',
  title: 'Selector of a workload matches the pods of another',
  severity: 'low',
  level: 'cause',
  subject: SELECTING_KINDS,
  consults: ['HorizontalPodAutoscaler'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector',
  facts: z.object({ selector: z.string(), others: z.array(z.string()), autoscaler: z.string().nullable() }),
  message: ({ selector, others, autoscaler }) =>
    autoscaler === null
      ? `It and ${listText(others)} select each other's pods (${selector}): what goes by the selector, such as kubectl logs or an autoscaler, cannot tell them apart`
      : `Its selector ${selector} also matches the pods of ${listText(others)}, so HorizontalPodAutoscaler ${autoscaler} counts and measures them as its own`,
  fixes: ({ selector }, { object }) => [
    {
      text: 'See which pods the selector matches, and whose they are',
      command: kubectl(
        'get',
        'pods',
        ...inNamespaceOf(object),
        '-l',
        selector,
        '-o',
        'custom-columns=NAME:.metadata.name,OWNER:.metadata.ownerReferences[0].name',
      ),
    },
    {
      text: 'Give each workload a label of its own in selector and template: a selector cannot be changed, so the workload must be created anew',
      command: null,
    },
  ],
  *find(workload, view) {
    const index = view.shared(selectedIndex);
    const matched = index.selectedBy(workload);
    if (matched.length === 0) return;
    const autoscalers = view.shared(autoscalersByTarget);
    const measured = (one: typeof workload) => autoscalers(one).filter(measuresPods);
    const [autoscaler] = measured(workload);
    // Of two that are alike the first speaks for both; one that only matches another's pods does no harm without an autoscaler.
    const others = matched.filter((other) => {
      const isAlike = measured(other).length > 0 === (autoscaler !== undefined);
      const isMutual = selects(other, workload);
      return isMutual && isAlike ? compareRefs(refOf(workload), refOf(other)) < 0 : autoscaler !== undefined;
    });
    if (others.length === 0) return;
    const refs = others.map(refOf).sort(compareRefs);
    yield {
      cause: refs.map(({ kind, name }) => `${kind}/${name}`).join(','),
      severity: autoscaler === undefined ? 'low' : 'high',
      latent: autoscaler === undefined,
      explains: autoscaler === undefined ? [] : refs,
      facts: {
        selector: selectorText(workload.spec?.selector),
        others: refs.map(({ kind, name }) => `${kind} ${name}`),
        autoscaler: autoscaler?.metadata.name ?? null,
      },
      evidence: [
        { path: 'spec.selector', value: selectorText(workload.spec?.selector) },
        ...others.slice(0, 3).map((other) => ({
          object: other,
          path: 'spec.template.metadata.labels',
          value: selectorText({ matchLabels: other.spec?.template?.metadata?.labels }),
        })),
      ],
    };
  },
});
