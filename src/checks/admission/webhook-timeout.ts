import { z } from 'zod';
import { FAILURE_KINDS, webhookFailure } from '../../kube/admission/webhook-failures.ts';
import { callSteps } from '../../kube/admission/webhook-steps.ts';
import { kubectl, target } from '../../kube/kubectl.ts';
import { refOf } from '../../kube/object-ref.ts';
import { POD_MAKERS } from '../../kube/workloads/creation.ts';
import { defineCheck } from '../define-check.ts';

export const webhookTimeout = defineCheck({
  id: 'webhook-timeout',
  title: 'Admission webhook does not answer in time',
  severity: 'high',
  level: 'cause',
  subject: POD_MAKERS,
  consults: FAILURE_KINDS,
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#timeouts',
  facts: z.object({
    webhook: z.string(),
    configuration: z.string().nullable(),
    service: z.string().nullable(),
    timeoutSeconds: z.int().nullable(),
    problem: z.string(),
  }),
  message: ({ webhook, service, timeoutSeconds, problem }) =>
    `Webhook ${webhook}${service === null ? '' : ` behind Service ${service}`} does not answer` +
    `${timeoutSeconds === null ? ' in time' : ` within ${timeoutSeconds} s`}, so the API server refuses the pods: ${problem}`,
  fixes: (facts) => {
    const [namespace] = facts.service?.split('/') ?? [];
    return [
      ...(namespace === undefined
        ? []
        : [
            {
              text: 'See whether a NetworkPolicy keeps the API server away, and what the pods of the webhook are busy with',
              command: kubectl('get', 'networkpolicies,pods', '-n', namespace, '-o', 'wide'),
            },
          ]),
      ...callSteps(facts),
    ];
  },
  *find(workload, view) {
    const failure = webhookFailure(workload, view, 'timeout');
    if (failure === undefined) return;
    const { webhook, configuration, service, timeoutSeconds, problem, since, seen, shared } = failure;
    yield {
      cause: service ?? webhook,
      shared,
      since,
      explainedBy: configuration === null ? [] : [refOf(configuration)],
      facts: {
        webhook,
        configuration: configuration === null ? null : target(refOf(configuration)),
        service,
        timeoutSeconds,
        problem,
      },
      evidence: [seen],
    };
  },
});
