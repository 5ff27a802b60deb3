import { lastSeen } from '../../kube/events/events.ts';
import type { Kind, KubeObject } from '../../kube/object.ts';
import { timeMs } from '../../kube/time.ts';

/** The newest moment that any object speaks of: heartbeats, transitions, events, container starts and ends. */
export function newestTimeIn(objects: ReadonlyMap<Kind, readonly KubeObject[]>): number | undefined {
  let newest: number | undefined;
  const see = (value: unknown): void => {
    const ms = typeof value === 'string' ? timeMs(value) : undefined;
    if (ms !== undefined && (newest === undefined || ms > newest)) newest = ms;
  };
  for (const [kind, list] of objects) {
    for (const object of list) {
      see(object.metadata.creationTimestamp);
      if (kind === 'Event') see(lastSeen(object));
      else walkTimes('status' in object ? object.status : undefined, see);
    }
  }
  return newest;
}

/** Visits every field whose name says that it holds a time; deadlines of certificates and the like are no status. */
function walkTimes(value: unknown, see: (value: unknown) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walkTimes(item, see);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [field, inner] of Object.entries(value)) {
    if (/(Time|At)$/.test(field)) see(inner);
    else walkTimes(inner, see);
  }
}
