import { z } from 'zod';
import { containersOf } from '../../kube/containers.ts';
import type { Kind, Pod } from '../../kube/object.ts';
import { refKey } from '../../kube/object-ref.ts';
import { DAY_MS } from '../../kube/time.ts';
import type { View } from '../../snapshot/view.ts';

/** The longest window that a policy may ask for. */
const KEPT_MS = DAY_MS;
const MOST_MARKS = 300;

const Entry = z.strictObject({
  /** The count of each pod's container when it was seen last, by uid. */
  pods: z.record(z.string().max(100), z.number().min(0)),
  /** All restarts that were seen, those of pods that are gone included. */
  total: z.number().min(0),
  /** What the total was, oldest first. */
  marks: z.array(z.strictObject({ atMs: z.number(), total: z.number().min(0) })).max(MOST_MARKS + 1),
});

/** Restarts of each owner's container over time: plain JSON, to be read back through this schema. */
export const RestartHistory = z.record(z.string().max(1000), Entry);
export type RestartHistory = z.output<typeof RestartHistory>;

/** The key of a container's history: that of its owner, since pods come and go. */
export function containerKey(pod: Pod, container: string, view: View<Kind>): string {
  return `${refKey(view.topOwner(pod))}/${container}`;
}

/** The history with what this snapshot shows. Owners that have no pod any more are forgotten. */
export function observeRestarts(history: RestartHistory, view: View<Kind>): RestartHistory {
  const next: Record<string, RestartHistory[string]> = {};
  for (const [key, counts] of countsByContainer(view)) {
    next[key] = observed(history[key], counts, view.takenAtMs);
  }
  return next;
}

function countsByContainer(view: View<Kind>): ReadonlyMap<string, Record<string, number>> {
  const byContainer = new Map<string, Record<string, number>>();
  for (const pod of view.all('Pod')) {
    const { uid } = pod.metadata;
    if (uid === undefined) continue;
    for (const { name, status } of containersOf(pod)) {
      const key = containerKey(pod, name, view);
      const counts = byContainer.get(key) ?? {};
      counts[uid] = status?.restartCount ?? 0;
      byContainer.set(key, counts);
    }
  }
  return byContainer;
}

type Entry = RestartHistory[string];

function observed(before: Entry | undefined, pods: Record<string, number>, atMs: number): Entry {
  // What was before anybody looked belongs to no window.
  if (before === undefined) return { pods, total: 0, marks: [{ atMs, total: 0 }] };
  let added = 0;
  // A pod that is new since then restarted since then.
  for (const [uid, count] of Object.entries(pods)) added += Math.max(0, count - (before.pods[uid] ?? 0));
  const total = before.total + added;
  const marks = [...before.marks.filter((mark) => mark.atMs < atMs), { atMs, total }];
  return { pods, total, marks: thinned(marks, atMs) };
}

/** Keeps one mark that is older than any window, so that a window's beginning is known. */
function thinned(marks: Entry['marks'], nowMs: number): Entry['marks'] {
  const firstInside = marks.findIndex(({ atMs }) => atMs > nowMs - KEPT_MS);
  const kept = marks.slice(Math.max(0, firstInside - 1));
  if (kept.length <= MOST_MARKS) return kept;
  const last = kept.length - 1;
  return kept.filter((_mark, index) => index % 2 === 0 || index === last);
}
