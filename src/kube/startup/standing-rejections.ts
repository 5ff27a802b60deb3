import { lastSeen } from '../events/events.ts';
import type { KubeEvent } from '../object.ts';
import { earliest, MINUTE_MS, timeMs } from '../time.ts';
import { isRejection } from './kubelet-rejections.ts';

/** What a kubelet refuses again and again: pods of one name, each made anew for the one before. */
export interface StandingRejection {
  readonly pod: string;
  readonly reason: string;
  /** How many pods of that name were refused. */
  readonly times: number;
  readonly since: string | null;
  /** The newest. */
  readonly event: KubeEvent;
}

const RECENT_MS = 5 * MINUTE_MS;
/** One or two may be of a node that was about to get ready. */
const ENOUGH = 3;

interface Events {
  age(timestamp: string | null | undefined): number;
  all(kind: 'Event'): readonly KubeEvent[];
}

/** The standing rejections of pods that end in an ordinal, by `namespace/name` of the StatefulSet that they may be of. */
export function standingRejections(view: Events): ReadonlyMap<string, readonly StandingRejection[]> {
  const refused = view.all('Event').filter(({ involvedObject, type, reason }) => {
    return type !== 'Normal' && involvedObject?.kind === 'Pod' && isRejection(reason ?? '');
  });
  const recent = refused.filter((event) => view.age(lastSeen(event)) <= RECENT_MS);
  const byPod = Map.groupBy(recent, ({ involvedObject, reason }) => {
    return `${involvedObject?.namespace}/${involvedObject?.name} ${reason}`;
  });
  const standing = new Map<string, StandingRejection[]>();
  for (const events of byPod.values()) {
    const [first] = events;
    const times = new Set(events.map(({ involvedObject }) => involvedObject?.uid)).size;
    const { namespace, name: pod = '' } = first?.involvedObject ?? {};
    const set = /^(.+)-\d+$/.exec(pod)?.[1];
    if (first === undefined || set === undefined || times < ENOUGH) continue;
    const newest = events.reduce((one, other) => (seenMs(other) > seenMs(one) ? other : one));
    const since = earliest(events.map(lastSeen));
    const key = `${namespace}/${set}`;
    standing.set(key, [...(standing.get(key) ?? []), { pod, reason: first.reason ?? '', times, since, event: newest }]);
  }
  return standing;
}

function seenMs(event: KubeEvent): number {
  return timeMs(lastSeen(event)) ?? 0;
}
