import { z } from 'zod';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { templateOf } from '../../kube/posture/templates.ts';
import { defineCheck } from '../define-check.ts';

export const podUnmanaged = defineCheck({
  id: 'pod-unmanaged',
  title: 'Pod that nothing makes anew',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: 'Pod',
  source: 'https://kubernetes.io/docs/concepts/workloads/pods/',
  facts: z.object({}),
  message: () => 'It belongs to no workload: when its node is drained or fails, it is gone and nobody makes another',
  fixes: (_facts, { subject }) => [
    {
      text: 'Keep what it says, and make a Deployment of it',
      command: kubectl('get', ...inNamespaceOf(subject), target(subject), '-o', 'yaml'),
    },
  ],
  *find(pod) {
    if (templateOf(pod) === undefined || (pod.spec?.restartPolicy ?? 'Always') !== 'Always') return;
    if ((pod.metadata.ownerReferences ?? []).length > 0) return;
    yield { cause: '', latent: true, facts: {}, evidence: [{ path: 'metadata.ownerReferences', value: null }] };
  },
});
