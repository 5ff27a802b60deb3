import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { hostNamespaces as offences } from '../../kube/security/host.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const hostNamespaces = defineCheck({
  id: 'host-namespaces',
  title: 'Pod shares namespaces of its node',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ values }) => `Its pods are not apart from their node: ${listText(values)}`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the host namespaces')],
  *find(owner) {
    yield* faultsIn(owner, offences);
  },
});
