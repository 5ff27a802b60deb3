import { z } from 'zod';
import { describe } from '../../kube/kubectl.ts';
import { broadGrant } from '../../kube/posture/grants.ts';
import { BINDING_KINDS } from '../../kube/rbac/bindings.ts';
import { defineCheck } from '../define-check.ts';

export const rbacBroadGrant = defineCheck({
  id: 'rbac-broad-grant',
  title: 'Too many have too many rights',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: BINDING_KINDS,
  consults: ['ClusterRole', 'Role'],
  source: 'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
  facts: z.object({ holders: z.string(), role: z.string(), isEverything: z.boolean() }),
  message: ({ holders, role, isEverything }) =>
    isEverything
      ? `It gives every right on everything, with ${role}, to ${holders}`
      : `It gives the rights of ${role} to ${holders}`,
  fixes: (_facts, { subject }) => [
    { text: 'See whom it names, and give the rights to those who need them', command: describe(subject) },
    { text: 'Bind a role of its own, in a single namespace where that is enough', command: null },
  ],
  *find(binding, view) {
    const grant = broadGrant(binding, view);
    if (grant === undefined) return;
    const { holders, role, isEverything, isAnonymous, path } = grant;
    yield {
      cause: '',
      latent: true,
      severity: isAnonymous ? 'medium' : 'low',
      facts: { holders, role, isEverything },
      evidence: [
        { path, value: holders },
        { path: 'roleRef.name', value: binding.roleRef?.name ?? null },
      ],
    };
  },
});
