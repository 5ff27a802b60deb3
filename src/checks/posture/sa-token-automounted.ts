import { z } from 'zod';
import { boundAccounts, mountedAccount } from '../../kube/posture/service-accounts.ts';
import { TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const saTokenAutomounted = defineCheck({
  id: 'sa-token-automounted',
  title: 'Pods carry a token that they have no use for',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  reads: ['ClusterRoleBinding', 'RoleBinding', 'ServiceAccount'],
  source:
    'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
  facts: z.object({ account: z.string() }),
  message: ({ account }) => `Its pods carry the token of ServiceAccount ${account}, to which no binding gives a right`,
  fixes: (_facts, { subject }) => [
    correctTemplate(
      subject,
      'the account: `automountServiceAccountToken: false`, if its programs do not talk to the API',
    ),
  ],
  *find(object, view) {
    const account = mountedAccount(object, view);
    if (account === undefined || account.name === 'default') return;
    const { namespace = '' } = object.metadata;
    const bound = view.shared(boundAccounts);
    if ([`${namespace}/${account.name}`, `${namespace}/*`, '*'].some((key) => bound.has(key))) return;
    yield {
      cause: '',
      latent: true,
      facts: { account: account.name },
      evidence: [{ path: account.path, value: null }],
    };
  },
});
