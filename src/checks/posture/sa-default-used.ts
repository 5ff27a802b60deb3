import { z } from 'zod';
import { mountedAccount } from '../../kube/posture/service-accounts.ts';
import { TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const saDefaultUsed = defineCheck({
  id: 'sa-default-used',
  title: 'Pods carry the token of the default account',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  reads: ['ServiceAccount'],
  source: 'https://kubernetes.io/docs/concepts/security/service-accounts/',
  facts: z.object({}),
  message: () =>
    'Its pods carry the token of the account default, which all pods of the namespace share: a right for one is a right for all',
  fixes: (_facts, { subject }) => [
    correctTemplate(
      subject,
      'the account: a `serviceAccountName` of its own, or `automountServiceAccountToken: false`',
    ),
  ],
  *find(object, view) {
    const account = mountedAccount(object, view);
    if (account?.name !== 'default') return;
    yield { cause: '', latent: true, facts: {}, evidence: [{ path: account.path, value: null }] };
  },
});
