import { z } from 'zod';
import { isSlow, isThrottled } from '../../kube/control-plane/our-requests.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { durationText } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

export const apiserverSlow = defineCheck({
  id: 'apiserver-slow',
  title: 'API server answers slowly',
  severity: 'low',
  level: 'cause',
  subject: 'ControlPlane',
  source: 'https://github.com/kubernetes/community/blob/master/sig-scalability/slos/api_call_latency.md',
  facts: z.object({ requests: z.int(), p95Ms: z.int() }),
  message: ({ requests, p95Ms }) =>
    `One in twenty of the ${requests} requests of this reading waited ${durationText(p95Ms)} or longer for the API server to answer`,
  fixes: () => [
    {
      text: 'See whether requests queue up, and at which priority level',
      command: kubectl('get', '--raw', '/debug/api_priority_and_fairness/dump_priority_levels'),
    },
    { text: 'See whether etcd, a conversion webhook or an aggregated API is slow', command: null },
  ],
  *find({ ourRequests }) {
    // A server that turns requests away is slow with the others for the same reason.
    if (ourRequests === undefined || isThrottled(ourRequests) || !isSlow(ourRequests)) return;
    const { count, p95Ms } = ourRequests;
    yield {
      cause: '',
      latent: true,
      facts: { requests: count, p95Ms },
      evidence: [
        { path: 'ourRequests.p95Ms', value: p95Ms },
        { path: 'ourRequests.count', value: count },
      ],
    };
  },
});
