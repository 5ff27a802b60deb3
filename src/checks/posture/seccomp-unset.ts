import { z } from 'zod';
import { unfilteredContainers } from '../../kube/posture/containers.ts';
import { containersText, faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const seccompUnset = defineCheck({
  id: 'seccomp-unset',
  title: 'Container without a seccomp profile',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  source: 'https://kubernetes.io/docs/tutorials/security/seccomp/',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ containers }) =>
    `${containersText(containers, 'may', 'may')} make every system call of the kernel: no seccomp profile is set`,
  fixes: (_facts, { subject }) => [
    correctTemplate(subject, 'the security context: `seccompProfile.type: RuntimeDefault`'),
  ],
  *find(owner) {
    yield* faultsIn(owner, unfilteredContainers);
  },
});
