import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { sensitivePaths } from '../../kube/posture/host-paths.ts';
import { faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const hostPathSensitive = defineCheck({
  id: 'host-path-sensitive',
  title: 'Pod mounts files that decide about its node',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  source: 'https://kubernetes.io/docs/concepts/storage/volumes/#hostpath',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ values }) => `Its pods mount files that decide about their node: ${listText(values)}`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the hostPath volumes')],
  *find(owner) {
    yield* faultsIn(owner, sensitivePaths);
  },
});
