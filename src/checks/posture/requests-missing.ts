import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { containerDefaults, missingRequests } from '../../kube/posture/containers.ts';
import { containersText, faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const requestsMissing = defineCheck({
  id: 'requests-missing',
  title: 'Container does not say what it needs',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  reads: ['LimitRange'],
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ containers, values }) =>
    `${containersText(containers, 'does', 'do')} not say how much ${listText(values)} is needed`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the requests for CPU and memory')],
  *find(owner, view) {
    const { namespace = '' } = owner.metadata;
    yield* faultsIn(owner, (spec) =>
      missingRequests(spec, containerDefaults(view.inNamespace('LimitRange', namespace))),
    );
  },
});
