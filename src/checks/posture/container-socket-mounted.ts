import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { runtimeSockets } from '../../kube/posture/host-paths.ts';
import { faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const containerSocketMounted = defineCheck({
  id: 'container-socket-mounted',
  title: 'Pod can command the container runtime of its node',
  severity: 'medium',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  source: 'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ values }) => `Its pods can command the container runtime of their node through ${listText(values)}`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the hostPath volume')],
  *find(owner) {
    yield* faultsIn(owner, runtimeSockets);
  },
});
