import { z } from 'zod';
import { containerDefaults, missingMemoryLimits } from '../../kube/posture/containers.ts';
import { containersText, faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const limitsMemoryMissing = defineCheck({
  id: 'limits-memory-missing',
  title: 'Container without a memory limit',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  reads: ['LimitRange'],
  source: 'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ containers }) =>
    `${containersText(containers, 'may', 'may')} take all memory of its node: no limit is set`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the memory limit')],
  *find(owner, view) {
    const { namespace = '' } = owner.metadata;
    yield* faultsIn(owner, (spec) =>
      missingMemoryLimits(spec, containerDefaults(view.inNamespace('LimitRange', namespace))),
    );
  },
});
