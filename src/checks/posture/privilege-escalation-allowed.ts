import { z } from 'zod';
import { escalatingContainers } from '../../kube/posture/containers.ts';
import { containersText, faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const privilegeEscalationAllowed = defineCheck({
  id: 'privilege-escalation-allowed',
  title: 'Container may gain rights',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ containers }) =>
    `${containersText(containers, 'does', 'do')} not have allowPrivilegeEscalation: false, so programs in it may gain rights that they were not started with`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the security context: `allowPrivilegeEscalation: false`')],
  *find(owner) {
    yield* faultsIn(owner, escalatingContainers);
  },
});
