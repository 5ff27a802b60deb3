import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { bindingsOf, holdersOf, ROLE_KINDS, secretReadsIn } from '../../kube/posture/rights.ts';
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
    const bindings = bindingsOf(role, view);
    if (bindings.length === 0) return;
    const rules = role.rules ?? [];
    const rights = rules.flatMap((rule) => secretReadsIn(rule));
    if (rights.length === 0) return;
    const index = rules.findIndex((rule) => {
      const found = secretReadsIn(rule);
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
