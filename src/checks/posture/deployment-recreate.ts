import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { servicesFor } from '../../kube/posture/availability.ts';
import { templateOf } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { desiredReplicas } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const deploymentRecreate = defineCheck({
  id: 'deployment-recreate',
  title: 'Every rollout is an outage',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: 'Deployment',
  reads: ['Service'],
  source: 'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#recreate-deployment',
  facts: z.object({ services: z.array(z.string()) }),
  message: ({ services }) =>
    `Strategy Recreate ends all pods before it starts new ones: at every rollout nobody answers for ${listText(services)}`,
  fixes: (_facts, { subject }) => [
    correctTemplate(subject, 'the strategy: `RollingUpdate`, if two versions can run side by side'),
  ],
  *find(object, view) {
    const template = templateOf(object);
    if (template === undefined || object.spec?.strategy?.type !== 'Recreate' || desiredReplicas(object) === 0) return;
    // A volume that one node can mount leaves no choice.
    if (template.spec.volumes?.some((volume) => volume.persistentVolumeClaim !== undefined)) return;
    const services = servicesFor(object.metadata.namespace, template.labels, view).map(({ metadata }) => metadata.name);
    if (services.length === 0) return;
    yield {
      cause: '',
      latent: true,
      facts: { services: services.sort().map((name) => `Service ${name}`) },
      evidence: [{ path: 'spec.strategy.type', value: 'Recreate' }],
    };
  },
});
