import { z } from 'zod';
import { kubectl, target } from '../../kube/kubectl.ts';
import { findWebhook, WEBHOOK_KINDS, webhooksByName } from '../../kube/network/webhooks.ts';
import { refOf, refTo } from '../../kube/object-ref.ts';
import { POD_MAKERS, refusedBy } from '../../kube/workloads/creation.ts';
import { defineCheck } from '../define-check.ts';

export const webhookCallFailed = defineCheck({
  id: 'webhook-call-failed',
  title: 'Admission webhook cannot be called',
  severity: 'high',
  level: 'cause',
  subject: POD_MAKERS,
  consults: ['Event', 'Pod', ...WEBHOOK_KINDS],
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#failure-policy',
  facts: z.object({
    webhook: z.string(),
    configuration: z.string().nullable(),
    service: z.string().nullable(),
    problem: z.string(),
  }),
  message: ({ webhook, problem }) =>
    `Webhook ${webhook} could not be called, so the API server refuses the pods: ${problem}`,
  fixes: ({ webhook, configuration, service }) => {
    const [namespace = '', name = ''] = service?.split('/') ?? [];
    return [
      ...(service === null
        ? []
        : [
            {
              text: 'See whether the Service of the webhook has ready endpoints',
              command: kubectl('get', 'endpointslices', '-n', namespace, '-l', `kubernetes.io/service-name=${name}`),
            },
          ]),
      configuration === null
        ? {
            text: `Find the configuration with webhook ${webhook}`,
            command: kubectl('get', 'validatingwebhookconfigurations,mutatingwebhookconfigurations', '-o', 'yaml'),
          }
        : {
            text: 'See the address, the timeout and the certificate that the API server calls it with',
            command: kubectl('get', configuration, '-o', 'yaml'),
          },
    ];
  },
  *find(workload, view) {
    const refused = refusedBy(workload, view, 'webhook-failure');
    if (refused === undefined) return;
    const { webhook, service, problem } = refused.refusal;
    const configuration = findWebhook(view.shared(webhooksByName), webhook, service);
    const called = service === null ? null : `${service.namespace}/${service.name}`;
    const configured = configuration === undefined ? undefined : refOf(configuration);
    yield {
      // Several webhooks of one Service fail together.
      cause: called ?? webhook,
      shared: configured ?? (service === null ? undefined : refTo('Service', service.namespace, service.name)),
      since: refused.since,
      explainedBy: configured === undefined ? [] : [configured],
      facts: {
        webhook,
        configuration: configured === undefined ? null : target(configured),
        service: called,
        problem: problem.slice(0, 200),
      },
      evidence: [refused.seen],
    };
  },
});
