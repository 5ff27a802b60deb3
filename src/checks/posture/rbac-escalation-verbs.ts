import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { bindingsOf, escalationsIn, holdersOf, ROLE_KINDS } from '../../kube/posture/rights.ts';
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
    const bindings = bindingsOf(role, view);
    if (bindings.length === 0) return;
    const rules = role.rules ?? [];
    const rights = rules.flatMap((rule) => escalationsIn(rule));
    if (rights.length === 0) return;
    const index = rules.findIndex((rule) => {
      const found = escalationsIn(rule);
      return found !== null && found.length > 0;
    });
    yield {
      cause: '',
      latent: true,
      facts: { rights: [...new Set(rights)].sort(), holders: [...holdersOf(bindings)] },
      evidence: [{ path: `rules[${index}].verbs`, value: [...(rules[index]?.verbs ?? [])] }],
    };
  },
});
