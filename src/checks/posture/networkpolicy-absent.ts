import { z } from 'zod';
import { isActive } from '../../kube/pods.ts';
import { isSystemNamespace } from '../../kube/posture/templates.ts';
import { defineCheck } from '../define-check.ts';

export const networkpolicyAbsent = defineCheck({
  id: 'networkpolicy-absent',
  title: 'Namespace in which everything may talk to everything',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: 'Namespace',
  reads: ['CustomResourceDefinition', 'NetworkPolicy', 'Pod'],
  source: 'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  facts: z.object({ pods: z.int() }),
  message: ({ pods }) =>
    `No NetworkPolicy is in the namespace: everything in the cluster reaches its pods (${pods} now), and they reach everything`,
  fixes: () => [
    {
      text: 'Allow what is needed, then refuse the rest with a policy that selects all pods and has no rule',
      command: null,
    },
  ],
  *find(namespace, view) {
    const { name } = namespace.metadata;
    if (isSystemNamespace(name) || view.inNamespace('NetworkPolicy', name).length > 0) return;
    // Policies of the network's own kinds are not read: where there are some, nobody can tell.
    const kinds = view.all('CustomResourceDefinition').map(({ spec }) => spec?.names?.kind ?? '');
    if (kinds.some((kind) => /NetworkPolicy$/.test(kind))) return;
    const pods = view.inNamespace('Pod', name).filter((pod) => isActive(pod) && pod.spec?.hostNetwork !== true);
    if (pods.length === 0) return;
    yield {
      cause: '',
      latent: true,
      facts: { pods: pods.length },
      evidence: [{ path: 'metadata.name', value: name }],
    };
  },
});
