import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { containersText, faultsIn, TEMPLATE_OWNERS } from '../../kube/posture/templates.ts';
import { extraCapabilities } from '../../kube/security/privileges.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const capabilitiesDangerous = defineCheck({
  id: 'capabilities-dangerous',
  title: 'Container with capabilities beyond the usual',
  severity: 'low',
  level: 'cause',
  profile: 'hardening',
  subject: TEMPLATE_OWNERS,
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/',
  facts: z.object({ containers: z.array(z.string()), values: z.array(z.string()) }),
  message: ({ containers, values }) =>
    `${containersText(containers, 'adds', 'add')} capabilities that reach beyond it: ${listText(values)}`,
  fixes: (_facts, { subject }) => [
    correctTemplate(subject, 'the security context: leave out the capabilities that are not needed'),
  ],
  *find(owner) {
    yield* faultsIn(owner, extraCapabilities);
  },
});
