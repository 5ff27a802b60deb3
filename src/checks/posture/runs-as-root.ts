import { z } from 'zod';
import { rootContainers } from '../../kube/posture/containers.ts';
import { containersText, faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const runsAsRoot = defineCheck({
  id: 'runs-as-root',
  title: 'Container may run as root',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ containers }) => `${containersText(containers, 'is', 'are')} not kept from running as root`,
  fixes: (_facts, { subject }) => [
    correctTemplate(subject, 'the security context: `runAsNonRoot: true`, or a `runAsUser`'),
  ],
  *find(owner) {
    yield* faultsIn(owner, rootContainers);
  },
});
