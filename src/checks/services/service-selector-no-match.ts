import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { correctedSelector, differenceText, nearestLabels } from '../../kube/network/label-diff.ts';
import { OUTAGE_KINDS, outageOf } from '../../kube/network/service-outage.ts';
import { mayMatchNothing } from '../../kube/network/unmatched-service.ts';
import { selectorText } from '../../kube/selectors.ts';
import { templatesIn } from '../../kube/workloads/templates.ts';
import { defineCheck } from '../define-check.ts';

export const serviceSelectorNoMatch = defineCheck({
  id: 'service-selector-no-match',
  title: 'Service selects no pod',
  severity: 'high',
  level: 'cause',
  subject: 'Service',
  reads: OUTAGE_KINDS,
  consults: ['Node'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
  facts: z.object({
    selector: z.string(),
    namespace: z.string(),
    nearest: z.string().nullable(),
    nearestHas: z.string().nullable(),
    corrected: z.string().nullable(),
  }),
  message: ({ selector, namespace, nearest, nearestHas }) =>
    nearest === null
      ? `Selector ${selector} matches no pod, and no workload in namespace ${namespace} has such labels`
      : `Selector ${selector} matches no pod; ${nearest} has ${nearestHas}`,
  fixes: ({ nearest, corrected }, { subject }) => [
    corrected === null
      ? {
          text: 'Correct the selector, or remove the Service if its workload is gone for good',
          command: kubectl('edit', ...inNamespaceOf(subject), `service/${subject.name}`),
        }
      : {
          text: `Make the Service select the pods of ${nearest}`,
          command: kubectl('set', 'selector', ...inNamespaceOf(subject), 'service', subject.name, corrected),
        },
    { text: 'See the labels of the pods', command: kubectl('get', 'pods', ...inNamespaceOf(subject), '--show-labels') },
  ],
  *find(service, view) {
    if (outageOf(service, view)?.state !== 'no-match' || mayMatchNothing(service, view)) return;
    const { namespace = '', name } = service.metadata;
    const wanted = service.spec?.selector ?? {};
    const near = nearestLabels(
      wanted,
      templatesIn(namespace, view),
      ({ labels }) => labels,
      ({ workload }) => (workload.metadata.name === name ? 0.2 : 0),
    );
    const nearest = near?.candidate.workload;
    const selector = selectorText({ matchLabels: wanted });
    yield {
      cause: '',
      facts: {
        selector,
        namespace,
        nearest: nearest === undefined ? null : `${nearest.kind} ${nearest.metadata.name}`,
        nearestHas: near === undefined ? null : differenceText(near.differences),
        corrected: near === undefined ? null : correctedSelector(wanted, near.differences),
      },
      evidence: [
        { path: 'spec.selector', value: selector },
        ...(near === undefined
          ? []
          : [
              {
                object: near.candidate.workload,
                path: near.candidate.labelsPath,
                value: selectorText({ matchLabels: near.candidate.labels }),
              },
            ]),
      ],
    };
  },
});
