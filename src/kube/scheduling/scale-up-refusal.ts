import { lastSeen } from '../events/events.ts';
import type { KubeEvent } from '../object.ts';
import { MINUTE_MS, timeMs } from '../time.ts';

/** An autoscaler repeats itself about every ten seconds to five minutes, while it stays so. */
const RECENT_MS = 15 * MINUTE_MS;

/** What an autoscaler says of a pod for which it adds no node. */
export interface ScaleUpRefusal {
  readonly autoscaler: string;
  readonly text: string;
  readonly event: KubeEvent;
}

interface Events {
  readonly takenAtMs: number;
  all(kind: 'Event'): readonly KubeEvent[];
}

/**
 * The newest refusal for each pod, by its uid: of the cluster autoscaler, whose events are Normal ones in part, or of
 * Karpenter, which calls it FailedScheduling. Pass it to `view.shared`.
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-events-are-emitted-by-ca
 */
export function scaleUpRefusals(view: Events): ReadonlyMap<string, ScaleUpRefusal> {
  const newest = new Map<string, ScaleUpRefusal>();
  for (const event of view.all('Event')) {
    const uid = event.involvedObject?.uid;
    const refusal = uid === undefined ? undefined : refusalIn(event);
    const ms = timeMs(lastSeen(event)) ?? 0;
    if (uid === undefined || refusal === undefined || view.takenAtMs - ms >= RECENT_MS) continue;
    const known = newest.get(uid);
    if (known === undefined || ms > (timeMs(lastSeen(known.event)) ?? 0)) newest.set(uid, refusal);
  }
  return newest;
}

function refusalIn(event: KubeEvent): ScaleUpRefusal | undefined {
  const component = event.reportingComponent || event.source?.component || '';
  const text = (event.message ?? '').replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  if (event.reason === 'FailedScaleUp' || event.reason === 'NotTriggerScaleUp') {
    return { autoscaler: component || 'cluster-autoscaler', text, event };
  }
  const ofKarpenter = event.reason === 'FailedScheduling' && component.startsWith('karpenter');
  return ofKarpenter ? { autoscaler: 'karpenter', text, event } : undefined;
}
