import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { OUTAGE_KINDS, outageCauses, outageOf, outageSince } from '../../kube/network/service-outage.ts';
import { selectorText } from '../../kube/selectors.ts';
import { defineCheck } from '../define-check.ts';

export const servicePodsNotReady = defineCheck({
  id: 'service-pods-not-ready',
  title: 'No pod of the Service is ready',
  severity: 'high',
  level: 'rollup',
  subject: 'Service',
  reads: OUTAGE_KINDS,
  consults: ['Node'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/endpoint-slices/#conditions',
  facts: z.object({ pods: z.int(), selector: z.string() }),
  message: ({ pods, selector }) =>
    pods === 1
      ? `The only pod with ${selector} is not ready, so the Service has nowhere to send traffic`
      : `None of the ${pods} pods with ${selector} is ready, so the Service has nowhere to send traffic`,
  fixes: ({ selector }, { subject }) => [
    {
      text: 'See why the pods are not ready',
      command: kubectl('describe', 'pods', ...inNamespaceOf(subject), '-l', selector),
    },
  ],
  *find(service, view) {
    const outage = outageOf(service, view);
    if (outage?.state !== 'not-ready') return;
    yield {
      cause: '',
      since: outageSince(outage),
      explainedBy: outageCauses(service, outage, view),
      facts: { pods: outage.pods.length, selector: selectorText({ matchLabels: service.spec?.selector ?? {} }) },
      evidence: outage.pods
        .slice(0, 5)
        .map((pod) => ({ object: pod, path: 'status.conditions[type=Ready].status', value: 'False' })),
    };
  },
});
