import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { literalSecrets } from '../../kube/posture/environment.ts';
import { containersText, faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const secretLiteralInEnv = defineCheck({
  id: 'secret-literal-in-env',
  title: 'Secret in the manifest of a workload',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ containers, values }) =>
    `${containersText(containers, 'has', 'have')} what is called a secret in the manifest, as the value of ${listText(values)}`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the variables: take the values from a Secret')],
  *find(owner) {
    yield* faultsIn(owner, literalSecrets);
  },
});
