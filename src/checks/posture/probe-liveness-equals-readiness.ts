import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { equalProbes } from '../../kube/posture/containers.ts';
import { containersText, faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const probeLivenessEqualsReadiness = defineCheck({
  id: 'probe-liveness-equals-readiness',
  title: 'Liveness probe is the readiness probe',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ containers, values }) =>
    `${containersText(containers, 'is', 'are')} killed for what should only take it out of its Services, and no later: liveness and readiness both ask ${listText(values)}`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the probes: let liveness ask less, or wait longer')],
  *find(owner) {
    yield* faultsIn(owner, equalProbes);
  },
});
