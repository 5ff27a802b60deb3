import { z } from 'zod';
import { inNamespaceOf, kubectl } from '../../kube/kubectl.ts';
import { templateOf } from '../../kube/posture/templates.ts';
import { selectorMatches, selectorText } from '../../kube/selectors.ts';
import { desiredReplicas } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

export const pdbMissing = defineCheck({
  id: 'pdb-missing',
  title: 'Drains may end all pods at once',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: ['Deployment', 'StatefulSet'],
  reads: ['PodDisruptionBudget'],
  source: 'https://kubernetes.io/docs/tasks/run-application/configure-pdb/',
  facts: z.object({ replicas: z.int(), selector: z.string() }),
  message: ({ replicas }) =>
    `No PodDisruptionBudget covers its ${replicas} pods: drains of their nodes may end them all at once`,
  fixes: ({ selector }, { subject }) => [
    {
      text: 'Make a budget that lets one pod go at a time',
      command: kubectl(
        'create',
        'pdb',
        subject.name,
        ...inNamespaceOf(subject),
        `--selector=${selector}`,
        '--max-unavailable=1',
      ),
    },
  ],
  *find(object, view) {
    const template = templateOf(object);
    const replicas = desiredReplicas(object);
    if (template === undefined || replicas < 2) return;
    const budgets = view.inNamespace('PodDisruptionBudget', object.metadata.namespace ?? '');
    if (budgets.some(({ spec }) => selectorMatches(spec?.selector, template.labels))) return;
    yield {
      cause: '',
      latent: true,
      facts: { replicas, selector: selectorText(object.spec?.selector) },
      evidence: [{ path: 'spec.replicas', value: replicas }],
    };
  },
});
