import { z } from 'zod';
import { listText } from '../../base/list-text.ts';
import { conditionOf, conditionPath } from '../../kube/conditions.ts';
import { describe } from '../../kube/kubectl.ts';
import { unplaced } from '../../kube/suspects.ts';
import { MINUTE_MS } from '../../kube/time.ts';
import { defineCheck } from '../define-check.ts';

const PATIENCE_MS = 10 * MINUTE_MS;

/** Gates of a controller that keeps a queue: waiting is what it is for. */
const QUEUE = /^kueue\.x-k8s\.io\//;

export const podSchedulingGated = defineCheck({
  id: 'pod-scheduling-gated',
  title: 'Scheduling gate is not removed',
  severity: 'medium',
  level: 'cause',
  subject: 'Pod',
  among: unplaced,
  source: 'https://kubernetes.io/docs/concepts/scheduling-eviction/pod-scheduling-readiness/',
  facts: z.object({ gates: z.array(z.string()), queued: z.boolean() }),
  message: ({ gates, queued }) =>
    queued
      ? `Waits in a queue, behind scheduling gate ${listText(gates)}`
      : `Waits until somebody removes its scheduling gate${gates.length === 1 ? '' : 's'} ${listText(gates)}`,
  fixes: (_facts, { object }) => [
    { text: 'See the gates, and find the controller that should remove them', command: describe(object) },
  ],
  *find(pod, view) {
    const condition = conditionOf(pod, 'PodScheduled');
    if (condition?.reason !== 'SchedulingGated' || view.age(condition.lastTransitionTime) < PATIENCE_MS) return;
    const gates = (pod.spec?.schedulingGates ?? []).flatMap(({ name }) => name ?? []);
    const queued = gates.length > 0 && gates.every((gate) => QUEUE.test(gate));
    yield {
      cause: gates.join(','),
      since: condition.lastTransitionTime,
      severity: queued ? 'info' : 'medium',
      facts: { gates, queued },
      evidence: [
        { path: 'spec.schedulingGates', value: gates },
        { path: `${conditionPath('PodScheduled')}.message`, value: condition.message },
      ],
    };
  },
});
