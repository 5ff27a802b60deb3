import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { PATIENCE_MS } from '../../kube/workloads/shortfall.ts';
import { desiredReplicas } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const statefulsetServiceMissing = defineCheck({
  id: 'statefulset-service-missing',
  title: 'Service of a StatefulSet does not exist',
  severity: 'medium',
  level: 'cause',
  subject: 'StatefulSet',
  reads: ['Service'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id',
  facts: z.object({ service: z.string(), similar: z.array(z.string()) }),
  message: ({ service, similar }) =>
    `Its serviceName is ${service}, but there is no such Service, so its pods have no DNS names` +
    (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: ({ service }, { subject }) => [
    {
      text: `Create a headless Service ${service}: this prints one, whose selector is still to be set to the labels of the pods`,
      command: kubectl(
        'create',
        'service',
        'clusterip',
        service,
        ...inNamespaceOf(subject),
        '--clusterip=None',
        '--dry-run=client',
        '-o',
        'yaml',
      ),
    },
    {
      text: 'Or give the StatefulSet the right serviceName: the field cannot be changed, so it must be created anew; --cascade=orphan keeps the pods meanwhile',
      command: null,
    },
  ],
  *find(set, view) {
    const { namespace = '', deletionTimestamp, creationTimestamp } = set.metadata;
    const service = set.spec?.serviceName;
    if (!service || desiredReplicas(set) === 0 || deletionTimestamp !== undefined) return;
    if (creationTimestamp !== undefined && view.age(creationTimestamp) < PATIENCE_MS) return;
    if (view.get('Service', namespace, service).state !== 'missing') return;
    const services = view.inNamespace('Service', namespace).map((other) => other.metadata.name);
    yield {
      cause: service,
      // The pods themselves may well run: only those that look for each other by name fail.
      latent: true,
      facts: { service, similar: [...nearMisses(service, services)] },
      evidence: [{ path: 'spec.serviceName', value: service }],
    };
  },
});
