import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { ROLE_KINDS, rightsGiven, wildcardIn } from '../../kube/posture/rights.ts';
import { defineCheck } from '../define-check.ts';

export const rbacWildcard = defineCheck({
  id: 'rbac-wildcard',
  title: 'Role with a wildcard',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: ROLE_KINDS,
  reads: ['ClusterRoleBinding', 'RoleBinding'],
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  facts: z.object({ rights: z.array(z.string()), holders: z.array(z.string()) }),
  message: ({ rights, holders }) =>
    `It gives ${listText(holders)} ${listText(rights, 3)}, also of what is added to the cluster later`,
  fixes: (_facts, { subject }) => [
    {
      text: 'Name the verbs and resources that are needed',
      command: kubectl('edit', ...inNamespaceOf(subject), target(subject)),
    },
  ],
  *find(role, view) {
    const given = rightsGiven(role, view, wildcardIn);
    if (given !== undefined) yield { cause: '', latent: true, ...given };
  },
});
