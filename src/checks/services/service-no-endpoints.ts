import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { OUTAGE_KINDS, outageCauses, outageOf } from '../../kube/network/service-outage.ts';
import { selectorText } from '../../kube/selectors.ts';
import { defineCheck } from '../define-check.ts';

export const serviceNoEndpoints = defineCheck({
  id: 'service-no-endpoints',
  title: 'Service has no endpoints',
  severity: 'high',
  level: 'rollup',
  subject: 'Service',
  reads: OUTAGE_KINDS,
  consults: ['Node'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#endpointslices',
  facts: z.object({
    /** Workloads whose pods it waits for; empty where pods are ready and no EndpointSlice has them. */
    waitsFor: z.array(z.string()),
    readyPods: z.int(),
  }),
  message: ({ waitsFor, readyPods }) =>
    waitsFor.length > 0
      ? `No pod exists for it: ${waitsFor.join(' and ')} ${waitsFor.length === 1 ? 'has' : 'have'} created none`
      : `${readyPods} of its pods ${readyPods === 1 ? 'is' : 'are'} ready, but no EndpointSlice lists them`,
  fixes: (_facts, { subject }) => [
    {
      text: 'See its EndpointSlices',
      command: kubectl(
        'get',
        'endpointslices',
        ...inNamespaceOf(subject),
        '-l',
        `kubernetes.io/service-name=${subject.name}`,
        '-o',
        'yaml',
      ),
    },
  ],
  *find(service, view) {
    const outage = outageOf(service, view);
    if (outage?.state !== 'not-created' && outage?.state !== 'not-listed') return;
    const workloads = outage.state === 'not-created' ? outage.workloads : [];
    yield {
      cause: outage.state,
      explainedBy: outage.state === 'not-created' ? outageCauses(service, outage, view) : [],
      facts: {
        waitsFor: workloads.map(({ kind, metadata }) => `${kind} ${metadata.name}`),
        readyPods: outage.state === 'not-listed' ? outage.pods.length : 0,
      },
      evidence: [
        { path: 'spec.selector', value: selectorText({ matchLabels: service.spec?.selector ?? {} }) },
        ...workloads.slice(0, 4).map((workload) => ({ object: workload, path: 'status.replicas', value: 0 })),
      ],
    };
  },
});
