import { z } from 'zod';
import { CERTIFICATE_USERS, invalidSecretsOf } from '../../kube/certificates/uses.ts';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { kubectl, target } from '../../kube/kubectl.ts';
import { backendOutage, OUTAGE_KINDS, outageCauses } from '../../kube/network/service-outage.ts';
import type { ObjectOf } from '../../kube/object.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const apiserviceUnavailable = defineCheck({
  id: 'apiservice-unavailable',
  title: 'Aggregated API is not available',
  severity: 'high',
  level: 'failure',
  subject: 'APIService',
  consults: ['HorizontalPodAutoscaler', 'Namespace', 'Node', 'Secret', ...CERTIFICATE_USERS, ...OUTAGE_KINDS],
  source: 'https://kubernetes.io/docs/concepts/extend-kubernetes/api-extension/apiserver-aggregation/',
  facts: z.object({
    api: z.string(),
    service: z.string().nullable(),
    reason: z.string(),
    says: z.string(),
    stops: z.enum(['autoscaling', 'namespace deletion']).nullable(),
  }),
  message: ({ api, service, reason, says, stops }) =>
    `API ${api} is not available${service === null ? '' : ` through Service ${service}`}: ${says || reason}` +
    (stops === null ? '' : `; ${stops} depends on it`),
  fixes: ({ service }, { object }) => [
    ...(service === null
      ? []
      : [
          {
            text: 'See whether the pods that serve it are ready',
            command: kubectl('get', 'pods,services,endpointslices', '-n', service.split('/')[0] ?? ''),
          },
        ]),
    {
      text: 'Remove the APIService, if what served it was uninstalled',
      command: kubectl('delete', target(object)),
    },
  ],
  *find(apiService, view) {
    const available = conditionOf(apiService, 'Available');
    if (available === undefined || available.status === 'True') return;
    if (apiService.metadata.deletionTimestamp !== undefined || view.age(available.lastTransitionTime) < MINUTE_MS)
      return;
    const { group = '', version = '', service } = apiService.spec ?? {};
    const api = `${group}/${version}`;
    const stops =
      isMetricsApi(group) && view.all('HorizontalPodAutoscaler').length > 0
        ? ('autoscaling' as const)
        : view.all('Namespace').some((namespace) => waitsFor(namespace, api))
          ? ('namespace deletion' as const)
          : null;
    const found = view.get('Service', service?.namespace ?? '', service?.name ?? '');
    const outage = found.state === 'found' ? backendOutage(found.object, service?.port ?? 443, view) : undefined;
    yield {
      cause: '',
      severity: stops === null ? 'high' : 'critical',
      since: available.lastTransitionTime,
      explainedBy:
        found.state === 'found' && outage !== undefined
          ? outageCauses(found.object, outage, view)
          : available.message.includes('x509:')
            ? invalidSecretsOf(apiService, view)
            : [],
      facts: {
        api,
        service: service?.name ? `${service.namespace}/${service.name}` : null,
        reason: available.reason,
        says: available.message.slice(0, 200),
        stops,
      },
      evidence: [
        { path: `${conditionPath('Available')}.reason`, value: available.reason },
        { path: `${conditionPath('Available')}.message`, value: available.message },
      ],
    };
  },
});

/** Resource, custom and external metrics: what autoscalers ask for. */
function isMetricsApi(group: string): boolean {
  return group === 'metrics.k8s.io' || group.endsWith('.metrics.k8s.io');
}

/** Deleting a namespace takes finding everything in it, in every API. */
function waitsFor(namespace: ObjectOf<'Namespace'>, api: string): boolean {
  const failure = conditionOf(namespace, 'NamespaceDeletionDiscoveryFailure');
  return failure?.status === 'True' && failure.message.includes(`${api}:`);
}
