import { z } from 'zod';
import { isThrottled } from '../../kube/control-plane/our-requests.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { defineCheck } from '../define-check.ts';

export const apiserverThrottling = defineCheck({
  id: 'apiserver-throttling',
  title: 'API server turns requests away',
  severity: 'medium',
  level: 'cause',
  subject: 'ControlPlane',
  source: 'https://kubernetes.io/docs/concepts/cluster-administration/flow-control/',
  facts: z.object({ throttled: z.int(), requests: z.int() }),
  message: ({ throttled, requests }) =>
    `${throttled} of the ${requests} requests of this reading were turned away with 429 (too many requests): the API server, or the share of it that such requests have, is overloaded`,
  fixes: () => [
    {
      text: 'See which priority level is full',
      command: kubectl('get', '--raw', '/debug/api_priority_and_fairness/dump_priority_levels'),
    },
    {
      text: 'See whose requests are rejected, and find the client that floods the server',
      command: `${kubectl('get', '--raw', '/metrics')} | grep '^apiserver_flowcontrol_rejected_requests_total'`,
    },
  ],
  *find({ ourRequests }) {
    if (ourRequests === undefined || !isThrottled(ourRequests)) return;
    const { count = 0, throttled } = ourRequests;
    yield {
      cause: '',
      latent: true,
      facts: { throttled, requests: count },
      evidence: [
        { path: 'ourRequests.throttled', value: throttled },
        { path: 'ourRequests.count', value: count },
      ],
    };
  },
});
