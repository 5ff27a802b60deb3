import { z } from 'zod';
import { nearMisses } from '../../base/near-miss.ts';
import { conditionOf } from '../../kube/conditions.ts';
import { kubectl } from '../../kube/kubectl.ts';
import { claimStates } from '../../kube/storage/claims.ts';
import { unplaced } from '../../kube/suspects.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { correctTemplate } from '../../kube/workloads/template-fix.ts';
import { defineCheck } from '../define-check.ts';

const DEFAULT = 'default-scheduler';

/** What the default scheduler holds while it works; where it does not, this is what all pods have in common. */
const LEASE = {
  apiVersion: 'coordination.k8s.io/v1',
  kind: 'Lease',
  namespace: 'kube-system',
  name: 'kube-scheduler',
} as const;

export const podNeverScheduled = defineCheck({
  id: 'pod-never-scheduled',
  title: 'No scheduler has looked at the pod',
  severity: 'critical',
  level: 'cause',
  subject: 'Pod',
  among: unplaced,
  consults: ['PersistentVolumeClaim'],
  source: 'https://kubernetes.io/docs/tasks/extend-kubernetes/configure-multiple-schedulers/',
  facts: z.object({ scheduler: z.string(), similar: z.array(z.string()) }),
  message: ({ scheduler, similar }) =>
    scheduler === DEFAULT
      ? 'No scheduler has looked at it: kube-scheduler does not seem to work'
      : `No scheduler has looked at it: none called ${scheduler} seems to run` +
        (similar.length > 0 ? `; did you mean ${similar.join(' or ')}?` : ''),
  fixes: ({ scheduler }, { subject }) =>
    scheduler === DEFAULT
      ? [
          {
            text: 'See who holds the lease, and since when',
            command: kubectl('describe', 'lease', '-n', 'kube-system', 'kube-scheduler'),
          },
          {
            text: 'See how the scheduler stands',
            command: kubectl('get', 'pods', '-n', 'kube-system', '-l', 'component=kube-scheduler'),
          },
        ]
      : [
          { text: 'See which schedulers have a lease', command: kubectl('get', 'leases', '-A') },
          correctTemplate(subject, 'the schedulerName'),
        ],
  *find(pod, view) {
    if (conditionOf(pod, 'PodScheduled') !== undefined) return;
    const created = pod.metadata.creationTimestamp;
    if (view.age(created) < MINUTE_MS) return;
    const { provisioning, unverified } = claimStates(pod, view);
    // While a volume is being made on the node that it picked, the scheduler writes nothing either.
    if (provisioning || unverified) return;
    const scheduler = pod.spec?.schedulerName ?? DEFAULT;
    yield {
      cause: scheduler,
      ...(scheduler === DEFAULT ? { shared: LEASE, explainedBy: [LEASE] } : {}),
      facts: { scheduler, similar: scheduler === DEFAULT ? [] : [...nearMisses(scheduler, [DEFAULT])] },
      evidence: [
        { path: 'spec.schedulerName', value: scheduler },
        { path: 'status.conditions', value: (pod.status?.conditions ?? []).map(({ type }) => type ?? '') },
      ],
    };
  },
});
