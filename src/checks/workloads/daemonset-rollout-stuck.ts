import { z } from 'zod';
import { describe, inNamespaceOf, kubectl, target } from '../../kube/kubectl.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { isExcused } from '../../kube/workloads/daemons.ts';
import { blame, lackingPods } from '../../kube/workloads/shortfall.ts';
import { isSettled } from '../../kube/workloads/workloads.ts';
import { defineCheck } from '../define-check.ts';

const LONG_MS = 15 * MINUTE_MS;

export const daemonsetRolloutStuck = defineCheck({
  id: 'daemonset-rollout-stuck',
  title: 'Rolling update of a DaemonSet is stuck',
  severity: 'high',
  level: 'rollup',
  subject: 'DaemonSet',
  reads: ['Pod'],
  consults: ['Node'],
  source: 'https://kubernetes.io/docs/tasks/manage-daemon/update-daemon-set/#troubleshooting',
  facts: z.object({ updated: z.int(), desired: z.int(), unavailable: z.int() }),
  message: ({ updated, desired, unavailable }) =>
    `The update stands at ${updated} of ${desired} nodes: ${unavailable} of its pods ${unavailable === 1 ? 'is' : 'are'} not available, and it has made no new one for 15 minutes`,
  fixes: (_facts, { subject }) => [
    { text: 'See its state and events', command: describe(subject) },
    {
      text: 'Go back to the template before, if the new one cannot be repaired soon',
      command: kubectl('rollout', 'undo', ...inNamespaceOf(subject), target(subject)),
    },
  ],
  *find(set, view) {
    const { desiredNumberScheduled: desired = 0, updatedNumberScheduled: updated = 0 } = set.status ?? {};
    if (updated >= desired || set.spec?.updateStrategy?.type === 'OnDelete' || !isSettled(set)) return;
    const pods = view.controlledBy('Pod', set);
    if (pods.some((pod) => view.age(pod.metadata.creationTimestamp) < LONG_MS)) return;
    const lacking = lackingPods(pods, true, view).filter((pod) => !isExcused(pod, view));
    if (lacking.length === 0) return;
    yield {
      cause: '',
      facts: { updated, desired, unavailable: lacking.length },
      explainedBy: blame(lacking, view),
      evidence: [
        { path: 'status.updatedNumberScheduled', value: updated },
        { path: 'status.desiredNumberScheduled', value: desired },
        { path: 'status.numberUnavailable', value: set.status?.numberUnavailable ?? 0 },
      ],
    };
  },
});
