import type { Finding } from '../../findings/finding.ts';
import type { Kind } from '../../kube/object.ts';
import type { ObjectRef } from '../../kube/object-ref.ts';
import type { RelationWord } from '../../kube/relations/relation.ts';
import type { View } from '../../snapshot/view.ts';
import { collapsed } from './collapse.ts';
import { connect } from './connect.ts';
import { relate } from './relate.ts';
import { sceneOf } from './scene.ts';

/**
 * What an object is to a finding.
 *
 * - `cause`: its subject. `other`: the subject of a finding that explains a part of it.
 * - `member`: judged. `symptom`: suffers. `context`: stands between them, or was looked at.
 */
export type Role = 'cause' | 'other' | 'member' | 'symptom' | 'context';

/** Objects that are alike in everything that the picture shows; mostly one. */
export interface Box {
  readonly refs: readonly [ObjectRef, ...ObjectRef[]];
  readonly role: Role;
  /** True where it is named and was looked for, and is not there. */
  readonly missing: boolean;
}

/** Leads from what depends on something to what it depends on; by the indexes of the boxes. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly word: RelationWord;
}

/** The objects of a finding and how they hang together. */
export interface Picture {
  /** The cause first. */
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
  /** How many objects are not in it. */
  readonly rest: number;
}

/** More are no picture any more. */
const MOST_BOXES = 40;

/** Derives the picture of a finding from the snapshot in which it was found. */
export function pictureOf(finding: Finding, view: View<Kind>): Picture {
  const scene = sceneOf(finding, view);
  relate(scene, view);
  connect(scene, finding);
  const { boxes, arrows } = collapsed(scene);
  return nearest(boxes, arrows, scene.left);
}

/** The boxes that are nearest to the cause. */
function nearest(boxes: readonly Box[], arrows: readonly Arrow[], left: number): Picture {
  const order: number[] = boxes.length === 0 ? [] : [0];
  const seen = new Set(order);
  // The list grows while it is walked.
  for (const at of order) {
    for (const { from, to } of arrows) {
      const next = from === at ? to : to === at ? from : at;
      if (seen.has(next)) continue;
      seen.add(next);
      order.push(next);
    }
  }
  const kept = order.slice(0, MOST_BOXES);
  const place = new Map(kept.map((index, position) => [index, position]));
  const cut = boxes.filter((_, index) => !place.has(index)).reduce((sum, { refs }) => sum + refs.length, 0);
  return {
    boxes: kept.flatMap((index) => boxes[index] ?? []),
    arrows: arrows.flatMap(({ from, to, word }) => {
      const [start, end] = [place.get(from), place.get(to)];
      return start === undefined || end === undefined ? [] : [{ from: start, to: end, word }];
    }),
    rest: left + cut,
  };
}
