import { eventCount, firstSeen, lastSeen } from '../../kube/events/events.ts';
import { globMatches } from '../../kube/glob.ts';
import type { Kind, KubeEvent } from '../../kube/object.ts';
import { timeMs } from '../../kube/time.ts';
import type { View } from '../../snapshot/view.ts';
import type { SourceOf } from '../policy/schema/sources.ts';
import { known, type Sample, unknown } from './sample.ts';
import type { TargetObject } from './target.ts';

/** Counts the events about a target and its pods within the window; a series counts as often as it was seen. */
export function eventSignal(
  { reason, type, window }: SourceOf<'event'>,
  target: TargetObject,
  view: View<Kind>,
): Sample {
  const { namespace } = target.ref;
  if (type === 'Normal') return unknown('events of type Normal are not read');
  if (!view.covers('Event', namespace)) return unknown('events could not be read');
  const from = view.takenAtMs - window;
  const events = [target.object, ...target.pods].flatMap((object) => view.warnings('Event', object));
  const recent = [...new Set(events)].filter(
    (event) => globMatches(reason, event.reason ?? '') && (timeMs(lastSeen(event)) ?? 0) >= from,
  );
  const counts = recent.map((event) => countSince(event, from));
  const value = counts.reduce((sum, { count }) => sum + count, 0);
  const sample = known(value, value === 0 ? `no event ${reason}` : `${value} events ${reason}`);
  return counts.every(({ exact }) => exact) ? sample : { ...sample, atLeast: true, text: `${sample.text} at least` };
}

/** A series tells how often in all and when last: of one that began before the window only its last time is certain. */
function countSince(event: KubeEvent, fromMs: number): { readonly count: number; readonly exact: boolean } {
  const count = eventCount(event);
  if (count === 1 || (timeMs(firstSeen(event)) ?? 0) >= fromMs) return { count, exact: true };
  return { count: 1, exact: false };
}
