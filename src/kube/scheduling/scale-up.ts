import { lastSeen } from '../events/events.ts';
import type { KubeEvent } from '../object.ts';
import { MINUTE_MS, timeMs } from '../time.ts';

/** How long an ordered node may take to come. */
const PATIENCE_MS = 10 * MINUTE_MS;

/** What the cluster autoscaler and Karpenter write on a pod that waits: true where a node is on its way. */
const ORDERED: Readonly<Record<string, boolean>> = {
  TriggeredScaleUp: true,
  Nominated: true,
  NotTriggerScaleUp: false,
  FailedScaleUp: false,
};

interface Events {
  readonly takenAtMs: number;
  all(kind: 'Event'): readonly KubeEvent[];
}

/**
 * The uids of pods for which an autoscaler has ordered a node, by its last word on each.
 * @see https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-events-are-emitted-by-ca
 */
export function podsWithNodeOrdered(view: Events): ReadonlySet<string> {
  const last = new Map<string, { ordered: boolean; ms: number }>();
  for (const event of view.all('Event')) {
    const ordered = ORDERED[event.reason ?? ''];
    const uid = event.involvedObject?.uid;
    if (ordered === undefined || uid === undefined || event.involvedObject?.kind !== 'Pod') continue;
    const ms = timeMs(lastSeen(event)) ?? 0;
    if (ms >= (last.get(uid)?.ms ?? 0)) last.set(uid, { ordered, ms });
  }
  const fresh = [...last].filter(([, { ordered, ms }]) => ordered && view.takenAtMs - ms < PATIENCE_MS);
  return new Set(fresh.map(([uid]) => uid));
}
