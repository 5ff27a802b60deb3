import { z } from 'zod';
import { writableRoots } from '../../kube/posture/containers.ts';
import { containersText, faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const rootfsWritable = defineCheck({
  id: 'rootfs-writable',
  title: 'Container can change its own programs',
  severity: 'info',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  source: 'https://kubernetes.io/docs/tasks/configure-pod-container/security-context/',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ containers }) =>
    `${containersText(containers, 'can', 'can')} change the programs of its own image: the root file system is writable`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the security context: `readOnlyRootFilesystem: true`')],
  *find(owner) {
    yield* faultsIn(owner, writableRoots);
  },
});
