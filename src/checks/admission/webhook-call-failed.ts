import { z } from 'zod';
import { FAILURE_KINDS, webhookFailure } from '../../kube/admission/webhook-failures.ts';
import { callSteps } from '../../kube/admission/webhook-steps.ts';
import { target } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { POD_MAKERS } from '../../kube/workloads/creation.ts';
import { defineCheck } from '../define-check.ts';

export const webhookCallFailed = defineCheck({
  id: 'webhook-call-failed',
  title: 'Admission webhook cannot be called',
  severity: 'high',
  level: 'cause',
  subject: POD_MAKERS,
  consults: FAILURE_KINDS,
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy',
  facts: z.object({
    webhook: z.string(),
    configuration: z.string().nullable(),
    service: z.string().nullable(),
    problem: z.string(),
  }),
  message: ({ webhook, problem }) =>
    `Webhook ${webhook} could not be called, so the API server refuses the pods: ${problem}`,
  fixes: (facts) => callSteps(facts),
  *find(workload, view) {
    const failure = webhookFailure(workload, view, 'other');
    if (failure === undefined) return;
    const { webhook, configuration, service, problem, since, seen, shared } = failure;
    yield {
      // Several webhooks of one Service fail together.
      cause: service ?? webhook,
      shared,
      since,
      explainedBy: configuration === null ? [] : [refOf(configuration)],
      facts: { webhook, configuration: configuration === null ? null : target(refOf(configuration)), service, problem },
      evidence: [seen],
    };
  },
});
