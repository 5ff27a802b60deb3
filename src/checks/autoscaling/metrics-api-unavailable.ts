import { z } from 'zod';
import { metricsApiFor } from '../../kube/autoscaling/autoscalers.ts';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** Every new autoscaler goes without metrics for about a minute. */
const LONG_MS = 3 * MINUTE_MS;

export const metricsApiUnavailable = defineCheck({
  id: 'metrics-api-unavailable',
  title: 'Nothing answers for the metrics that autoscalers need',
  severity: 'high',
  level: 'cause',
  subject: 'HorizontalPodAutoscaler',
  consults: ['APIService'],
  source: 'https://kubernetes.io/docs/tasks/debug/debug-cluster/resource-metrics-pipeline/#metrics-api',
  facts: z.object({ api: z.string(), registered: z.boolean(), error: z.string() }),
  message: ({ api, registered, error }) =>
    registered
      ? `API ${api} counts as available and does not answer for cpu and memory, so nothing scales by them: ${error}`
      : `Nothing serves the metrics API ${api}: metrics-server is not installed, so nothing scales by cpu or memory`,
  fixes: ({ api, registered }) => [
    registered
      ? { text: 'See what serves the API', command: kubectl('describe', 'apiservice', api) }
      : {
          text: 'Install metrics-server; see what is registered',
          command: kubectl('get', 'apiservices'),
        },
    {
      text: 'See whether its pods are in order',
      command: kubectl('get', 'pods', '-n', 'kube-system', '-l', 'k8s-app=metrics-server'),
    },
  ],
  *find(autoscaler, view) {
    const active = conditionOf(autoscaler, 'ScalingActive');
    if (active?.status !== 'False' || autoscaler.metadata.deletionTimestamp !== undefined) return;
    const [, error] = /unable to fetch metrics from resource metrics API: (.*)$/s.exec(active.message) ?? [];
    const api = metricsApiFor(active.reason, view.all('APIService'));
    if (api === undefined || error === undefined || view.age(active.lastTransitionTime) < LONG_MS) return;
    const available = api.registered === undefined ? undefined : conditionOf(api.registered, 'Available');
    // One that is registered and down has a finding of its own.
    if (available !== undefined && available.status !== 'True') return;
    yield {
      cause: '',
      shared: api.ref,
      since: active.lastTransitionTime,
      facts: {
        api: api.ref.name.replace(/^(v\w+)\.(.*)$/, '$2/$1'),
        registered: api.registered !== undefined || !error.includes('could not find the requested resource'),
        error,
      },
      evidence: [
        { path: `${conditionPath('ScalingActive')}.reason`, value: active.reason },
        { path: `${conditionPath('ScalingActive')}.message`, value: active.message },
      ],
    };
  },
});
