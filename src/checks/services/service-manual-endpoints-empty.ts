import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { slicesOf } from '../../kube/network/service-outage.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** So long may whoever writes the endpoints take. */
const PATIENCE_MS = 2 * MINUTE_MS;

export const serviceManualEndpointsEmpty = defineCheck({
  id: 'service-manual-endpoints-empty',
  title: 'Service without a selector has no endpoints',
  severity: 'medium',
  level: 'cause',
  subject: 'Service',
  reads: ['EndpointSlice'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#services-without-selectors',
  facts: z.object({ slices: z.int() }),
  message: ({ slices }) =>
    'It has no selector, so nobody fills in its endpoints, and ' +
    (slices === 0 ? 'no EndpointSlice is there' : `its EndpointSlice${slices === 1 ? ' is' : 's are'} empty`),
  fixes: (_facts, { subject }) => [
    {
      text: 'Give it a selector, if it is for pods of this cluster',
      command: kubectl('set', 'selector', ...inNamespaceOf(subject), 'service', subject.name, 'KEY=VALUE'),
    },
    {
      text: `Else create an EndpointSlice with the label kubernetes.io/service-name=${subject.name} and the addresses outside`,
      command: kubectl(
        ...['get', 'endpointslices', ...inNamespaceOf(subject)],
        ...['-l', `kubernetes.io/service-name=${subject.name}`],
      ),
    },
  ],
  *find(service, view) {
    const { spec, metadata } = service;
    const { namespace, name, ownerReferences = [], creationTimestamp, deletionTimestamp } = metadata;
    if (Object.keys(spec?.selector ?? {}).length > 0 || spec?.type === 'ExternalName') return;
    // Headless ones are records for programs that elect a leader, and an operator's are the operator's affair.
    if (spec?.clusterIP === 'None' || !spec?.clusterIP || ownerReferences.length > 0 || deletionTimestamp !== undefined)
      return;
    // The API server itself writes the endpoints of this one.
    if (namespace === 'default' && name === 'kubernetes') return;
    if (creationTimestamp === undefined || view.age(creationTimestamp) < PATIENCE_MS) return;
    const slices = slicesOf(service, view);
    if (slices.some(({ endpoints }) => (endpoints ?? []).length > 0)) return;
    yield {
      cause: '',
      facts: { slices: slices.length },
      evidence: [
        { path: 'spec.selector', value: null },
        ...slices.slice(0, 3).map((slice) => ({ object: slice, path: 'endpoints', value: [] })),
      ],
    };
  },
});
