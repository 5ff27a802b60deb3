import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { escalationsIn, ROLE_KINDS, rightsGiven } from '../../kube/posture/rights.ts';
import { defineCheck } from '../define-check.ts';

export const rbacEscalationVerbs = defineCheck({
  id: 'rbac-escalation-verbs',
  title: 'Role by which one can gain more rights',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: ROLE_KINDS,
  reads: ['ClusterRoleBinding', 'RoleBinding'],
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  facts: z.object({ rights: z.array(z.string()), holders: z.array(z.string()) }),
  message: ({ rights, holders }) =>
    `It gives ${listText(holders)} rights by which they can take all others: ${listText(rights)}`,
  fixes: (_facts, { subject }) => [
    {
      text: 'Name the verbs and resources that are needed',
      command: kubectl('edit', ...inNamespaceOf(subject), target(subject)),
    },
  ],
  *find(role, view) {
    const given = rightsGiven(role, view, escalationsIn);
    if (given !== undefined) yield { cause: '', latent: true, ...given };
  },
});
