import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { riskyPullPolicies } from '../../kube/posture/containers.ts';
import { containersText, faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const imagePullPolicyRisky = defineCheck({
  id: 'image-pull-policy-risky',
  title: 'Pull policy with which nodes may differ',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  source: 'https://kubernetes.io/docs/concepts/containers/images/#image-pull-policy',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ containers, values }) =>
    `${containersText(containers, 'has', 'have')} pull policy ${listText(values)}: what runs, and whether it starts, depends on what its node has already`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the pull policy')],
  *find(owner) {
    yield* faultsIn(owner, riskyPullPolicies);
  },
});
