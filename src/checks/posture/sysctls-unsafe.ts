import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { unsafeSysctls } from '../../kube/security/confinement.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const sysctlsUnsafe = defineCheck({
  id: 'sysctls-unsafe',
  title: 'Pod sets kernel parameters that reach beyond it',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  source: 'https://kubernetes.io/docs/tasks/administer-cluster/sysctl-cluster/',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ values }) => `Its pods set kernel parameters that are not known to stay within them: ${listText(values)}`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the kernel parameters')],
  *find(owner) {
    yield* faultsIn(owner, unsafeSysctls);
  },
});
