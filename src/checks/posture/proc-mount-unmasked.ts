import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { containersText, faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { unmaskedProc } from '../../kube/security/confinement.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const procMountUnmasked = defineCheck({
  id: 'proc-mount-unmasked',
  title: 'Container sees all of /proc',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ containers, values }) =>
    `${containersText(containers, 'sees', 'see')} all of /proc: procMount is ${listText(values)}`,
  fixes: (_facts, { subject }) => [correctTemplate(subject, 'the security context: leave `procMount` out')],
  *find(owner) {
    yield* faultsIn(owner, unmaskedProc);
  },
});
