import { z } from 'zod';
import { inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { refKey, refOf } from '../../kube/object-ref.ts';
import { bindingsByRole, isAggregated, isOwnRole, ROLE_KINDS } from '../../kube/posture/rights.ts';
import { DAY_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const roleUnused = defineCheck({
  id: 'role-unused',
  title: 'Role that nobody has',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: ROLE_KINDS,
  reads: ['ClusterRole', 'ClusterRoleBinding', 'RoleBinding'],
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/rbac/',
  facts: z.object({}),
  message: () => 'No binding gives it to anybody',
  fixes: (_facts, { subject }) => [
    {
      text: 'Keep a copy and delete it, or bind it',
      command: kubectl('get', ...inNamespaceOf(subject), target(subject), '-o', 'yaml'),
    },
  ],
  *find(role, view) {
    const { creationTimestamp, ownerReferences = [] } = role.metadata;
    if (!isOwnRole(role) || ownerReferences.length > 0 || view.age(creationTimestamp) < DAY_MS) return;
    if (view.shared(bindingsByRole).has(refKey(refOf(role))) || isAggregated(role, view.all('ClusterRole'))) return;
    yield { cause: '', latent: true, facts: {}, evidence: [{ path: 'metadata.name', value: role.metadata.name }] };
  },
});
