import { z } from 'zod';
import { metricsApiFor, targetShortfall } from '../../kube/autoscaling/autoscalers.ts';
import { troubledMaker } from '../../kube/autoscaling/scaled-objects.ts';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { describe, kubectl } from '../../kube/kubectl.ts';
import { isReady } from '../../kube/pods.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

/** Every new autoscaler goes without metrics for about a minute. */
const LONG_MS = 3 * MINUTE_MS;

export const hpaMetricsUnavailable = defineCheck({
  id: 'hpa-metrics-unavailable',
  title: 'HorizontalPodAutoscaler gets no metrics',
  severity: 'high',
  level: 'failure',
  subject: 'HorizontalPodAutoscaler',
  consults: ['APIService', 'Deployment', 'Node', 'Pod', 'ReplicaSet', 'ScaledObject', 'StatefulSet'],
  source: 'https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/#support-for-metrics-apis',
  facts: z.object({ error: z.string(), api: z.string(), registered: z.boolean() }),
  message: ({ error, api, registered }) =>
    (registered ? 'It cannot scale without metrics' : `Nothing serves ${api}, so it has no metrics to scale by`) +
    `: ${error}`,
  fixes: ({ api, registered }, { object }) => [
    registered
      ? { text: 'See whether the API that serves the metrics is available', command: kubectl('get', 'apiservice', api) }
      : {
          text: 'Install what serves these metrics: metrics-server for cpu and memory, an adapter for others; see what is registered',
          command: kubectl('get', 'apiservices'),
        },
    { text: 'See its conditions and events', command: describe(object) },
  ],
  *find(autoscaler, view) {
    const active = conditionOf(autoscaler, 'ScalingActive');
    if (active?.status !== 'False' || autoscaler.metadata.deletionTimestamp !== undefined) return;
    const api = metricsApiFor(active.reason, view.all('APIService'));
    if (api === undefined || view.age(active.lastTransitionTime) < LONG_MS) return;
    const unfetched = active.message.includes('unable to fetch metrics from');
    const available = api.registered === undefined ? undefined : conditionOf(api.registered, 'Available');
    const isDown = available !== undefined && available.status !== 'True';
    const short = unfetched ? undefined : targetShortfall(autoscaler, view);
    const measurable =
      short?.active.some((pod) => isReady(pod) && view.age(conditionOf(pod, 'Ready')?.lastTransitionTime) >= LONG_MS) ??
      true;
    // Pods that have just come have no metrics yet, whatever kept the ones before them.
    if (!measurable && short?.refs.length === 0) return;
    yield {
      cause: active.reason,
      // Where the API itself does not answer, all that ask it have one cause.
      shared: unfetched && !isDown ? api.ref : undefined,
      since: active.lastTransitionTime,
      facts: {
        error: active.message.replace(/^the HPA was unable to compute the replica count: /, ''),
        api: api.ref.name,
        registered: api.registered !== undefined || !unfetched || !view.covers('APIService', null),
      },
      explainedBy: [
        ...troubledMaker(autoscaler, view),
        ...(isDown ? [api.ref] : []),
        ...(measurable || isDown ? [] : (short?.refs ?? [])),
      ],
      evidence: [
        { path: `${conditionPath('ScalingActive')}.reason`, value: active.reason },
        { path: `${conditionPath('ScalingActive')}.message`, value: active.message },
      ],
    };
  },
});
