import { z } from 'zod';
import { containersText, faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { privilegedContainers } from '../../kube/security/privileges.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const privilegedContainer = defineCheck({
  id: 'privileged-container',
  title: 'Privileged container',
  severity: 'medium',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ containers }) => `${containersText(containers, 'runs', 'run')} privileged, with every right on the node`,
  fixes: (_facts, { subject }) => [
    correctTemplate(subject, 'the security context: name the few capabilities that it needs in place of `privileged`'),
  ],
  *find(owner) {
    yield* faultsIn(owner, privilegedContainers);
  },
});
