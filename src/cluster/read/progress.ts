import type { Kind } from '../../kube/object.ts';

/** How far the reading of a cluster has come. */
export interface Progress {
  /** The kind of which something has just arrived. */
  readonly kind: Kind;
  /** Of that kind so far. */
  readonly objects: number;
  /** Of that kind in all, as the server estimates it; null where it does not. */
  readonly expected: number | null;
  /** Of all kinds. */
  readonly allObjects: number;
  readonly kindsDone: number;
  readonly kindsAsked: number;
}

/** Counts what arrives and tells whoever wants to know. */
export interface ProgressCount {
  page(kind: Kind, objects: number, remaining: number | null): void;
  /** What was counted of a list that did not come to its end. */
  dropped(kind: Kind, objects: number): void;
  done(kind: Kind): void;
}

export function countProgress(kindsAsked: number, tell: ((progress: Progress) => void) | undefined): ProgressCount {
  const counts = new Map<Kind, number>();
  let allObjects = 0;
  let kindsDone = 0;
  const add = (kind: Kind, objects: number, expected: number | null): void => {
    const count = (counts.get(kind) ?? 0) + objects;
    counts.set(kind, count);
    allObjects += objects;
    tell?.({ kind, objects: count, expected, allObjects, kindsDone, kindsAsked });
  };
  return {
    page: (kind, objects, remaining) =>
      add(kind, objects, remaining === null ? null : (counts.get(kind) ?? 0) + objects + remaining),
    dropped: (kind, objects) => add(kind, -objects, null),
    done: (kind) => {
      kindsDone++;
      add(kind, 0, null);
    },
  };
}
