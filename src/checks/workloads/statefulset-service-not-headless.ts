import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { refTo } from '../../kube/object-ref.ts';
import { controllerOf } from '../../kube/owners.ts';
import { desiredReplicas } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const statefulsetServiceNotHeadless = defineCheck({
  id: 'statefulset-service-not-headless',
  title: 'Service of a StatefulSet is not headless',
  severity: 'low',
  level: 'state',
  subject: 'StatefulSet',
  reads: ['Service'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#headless-services',
  facts: z.object({ service: z.string(), clusterIP: z.string() }),
  message: ({ service, clusterIP }) =>
    `Its Service ${service} has the cluster address ${clusterIP} instead of None, so its pods have no DNS names of their own`,
  fixes: ({ service }, { subject }) => [
    { text: 'See the Service', command: kubectl('describe', 'service', ...inNamespaceOf(subject), service) },
    {
      text: 'If the pods need names of their own, create the Service anew with clusterIP: None: the field cannot be changed',
      command: null,
    },
  ],
  *find(set, view) {
    const { namespace = '', deletionTimestamp } = set.metadata;
    const name = set.spec?.serviceName;
    // A single pod needs no name of its own; what an operator makes is the operator's choice.
    if (!name || desiredReplicas(set) < 2 || deletionTimestamp !== undefined || controllerOf(set) !== undefined) return;
    const found = view.get('Service', namespace, name);
    const spec = found.state === 'found' ? found.object.spec : undefined;
    if (!spec?.clusterIP || spec.clusterIP === 'None' || spec.type === 'ExternalName') return;
    yield {
      cause: name,
      latent: true,
      facts: { service: name, clusterIP: spec.clusterIP },
      evidence: [
        { path: 'spec.serviceName', value: name },
        { object: refTo('Service', namespace, name), path: 'spec.clusterIP', value: spec.clusterIP },
      ],
    };
  },
});
