import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { servicesFor } from '../../kube/posture/availability.ts';
import { stayingContainers, templateOf } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const probesMissing = defineCheck({
  id: 'probes-missing',
  title: 'Service sends traffic to pods without a readiness probe',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: ['DaemonSet', 'Deployment', 'StatefulSet'],
  reads: ['Service'],
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  facts: z.object({ services: z.array(z.string()) }),
  message: ({ services }) =>
    `No container has a readiness probe, so ${listText(services)} sends traffic to each pod from its first second until it is gone`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the containers: add a `readinessProbe`')],
  *find(object, view) {
    const template = templateOf(object);
    if (template === undefined || stayingContainers(template.spec).some((one) => one.readinessProbe)) return;
    const services = servicesFor(object.metadata.namespace, template.labels, view).map(({ metadata }) => metadata.name);
    if (services.length === 0) return;
    yield {
      cause: '',
      latent: true,
      facts: { services: services.sort().map((name) => `Service ${name}`) },
      evidence: [
        { path: `${template.path}.containers`, value: (template.spec.containers ?? []).map((one) => one.name ?? '') },
      ],
    };
  },
});
