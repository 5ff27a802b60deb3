import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { ROLE_KINDS, rightsGiven, secretReadsIn } from '../../kube/posture/rights.ts';
import { defineCheck } from '../define-check.ts';

export const rbacSecretsRead = defineCheck({
  id: 'rbac-secrets-read',
  title: 'Role that reads every Secret',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: ROLE_KINDS,
  reads: ['ClusterRoleBinding', 'RoleBinding'],
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  facts: z.object({ rights: z.array(z.string()), holders: z.array(z.string()) }),
  message: ({ rights, holders }) =>
    `It lets ${listText(holders)} read all Secrets that it is bound for: ${listText(rights)}`,
  fixes: (_facts, { subject }) => [
    {
      text: 'Name the verbs and resources that are needed',
      command: kubectl('edit', ...inNamespaceOf(subject), target(subject)),
    },
  ],
  *find(role, view) {
    const given = rightsGiven(role, view, secretReadsIn);
    if (given !== undefined) yield { cause: '', latent: true, ...given };
  },
});
