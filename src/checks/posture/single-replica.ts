import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { isScaledByAnother, servicesFor } from '../../kube/posture/availability.ts';
import { templateOf } from '../../kube/posture/templates.ts';
import { desiredReplicas } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const singleReplica = defineCheck({
  id: 'single-replica',
  title: 'Service rests on a single pod',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: 'Deployment',
  reads: ['HorizontalPodAutoscaler', 'ScaledObject', 'Service'],
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/disruptions/',
  facts: z.object({ services: z.array(z.string()) }),
  message: ({ services }) =>
    `A single pod is behind ${listText(services)}: while it is moved or restarted, nobody answers`,
  fixes: (_facts, { subject }) => [
    {
      text: 'Run two pods or more, if the program can be run twice',
      command: kubectl('scale', ...inNamespaceOf(subject), target(subject), '--replicas=2'),
    },
  ],
  *find(object, view) {
    const template = templateOf(object);
    if (template === undefined || desiredReplicas(object) !== 1 || isScaledByAnother(object, view)) return;
    // What keeps data in a volume of its own can hardly be run twice.
    if (template.spec.volumes?.some((volume) => volume.persistentVolumeClaim !== undefined)) return;
    const services = servicesFor(object.metadata.namespace, template.labels, view).map(({ metadata }) => metadata.name);
    if (services.length === 0) return;
    yield {
      cause: '',
      latent: true,
      facts: { services: services.sort().map((name) => `Service ${name}`) },
      evidence: [{ path: 'spec.replicas', value: 1 }],
    };
  },
});
