import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { secretsInVariables } from '../../kube/posture/environment.ts';
import { containersText, faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const secretViaEnv = defineCheck({
  id: 'secret-via-env',
  title: 'Secret as an environment variable',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ containers, values }) =>
    `${containersText(containers, 'gets', 'get')} Secrets as variables, where crash reports and child processes take them along: ${listText(values)}`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the variables: mount the Secret as a volume')],
  *find(owner) {
    yield* faultsIn(owner, secretsInVariables);
  },
});
