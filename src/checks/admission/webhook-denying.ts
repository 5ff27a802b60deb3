import { z } from 'zod';
import { kubectl } from '../../kube/kubectl.ts';
import { POD_MAKERS, refusedBy } from '../../kube/workloads/creation.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

export const webhookDenying = defineCheck({
  id: 'webhook-denying',
  title: 'Admission policy denies the pods',
  severity: 'medium',
  level: 'cause',
  subject: POD_MAKERS,
  consults: ['Event', 'Pod'],
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response',
  facts: z.object({
    by: z.enum(['webhook-denial', 'policy-denial']),
    name: z.string(),
    reason: z.string(),
  }),
  message: ({ by, name, reason }) =>
    `${by === 'webhook-denial' ? 'Admission webhook' : 'ValidatingAdmissionPolicy'} ${name} denies the pods: ` +
    (reason === '' ? 'it gives no reason' : reason),
  fixes: ({ by, name }, { subject }) => [
    correctTemplate(subject, 'what the policy objects to'),
    by === 'policy-denial'
      ? { text: 'See the policy', command: kubectl('describe', 'validatingadmissionpolicy', name) }
      : {
          text: 'See which webhooks there are, and whose rule it is',
          command: kubectl('get', 'validatingwebhookconfigurations,mutatingwebhookconfigurations'),
        },
  ],
  *find(workload, view) {
    const refused = refusedBy(workload, view, 'webhook-denial', 'policy-denial');
    if (refused === undefined) return;
    const { by, name, reason } = refused.refusal;
    yield {
      cause: name,
      since: refused.since,
      facts: { by, name, reason: reason.replace(/\.$/, '').slice(0, 300) },
      evidence: [refused.seen],
    };
  },
});
