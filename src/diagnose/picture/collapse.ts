import type { ObjectRef } from '../../kube/object-ref.ts';
import type { Arrow, Box } from './picture.ts';
import type { Scene } from './scene.ts';

/**
 * Puts objects that nothing in the picture tells apart into one box: same kind, role and saying, and links of the
 * same words to boxes that are the same.
 */
export function collapsed({ things, links }: Scene): {
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
} {
  let classes = new Map<string, string>();
  for (const [key, { ref, role, saying, missing }] of things) {
    // What was missing is known by its name.
    classes.set(key, [ref.kind, role, saying, missing ? key : ''].join('\0'));
  }
  for (let count = 0; count !== new Set(classes.values()).size; ) {
    count = new Set(classes.values()).size;
    classes = refined(classes, [...links.values()]);
  }
  const groups = Map.groupBy(things.entries(), ([key]) => classes.get(key) ?? key);
  const indexes = new Map([...groups.keys()].map((name, index) => [name, index]));
  const indexOf = (key: string): number => indexes.get(classes.get(key) ?? key) ?? 0;
  const arrows = new Map<string, Arrow>();
  for (const { from, to, word } of links.values()) {
    const arrow = { from: indexOf(from), to: indexOf(to), word };
    if (arrow.from !== arrow.to) arrows.set(`${arrow.from} ${arrow.to} ${word}`, arrow);
  }
  return { boxes: [...groups.values()].flatMap(toBox), arrows: [...arrows.values()] };
}

type Entry = readonly [string, { readonly ref: ObjectRef; readonly role: Box['role']; readonly missing: boolean }];

function toBox(entries: readonly Entry[]): readonly Box[] {
  const [first, ...rest] = entries.map(([, { ref }]) => ref);
  const thing = entries[0]?.[1];
  return first === undefined || thing === undefined
    ? []
    : [{ refs: [first, ...rest], role: thing.role, missing: thing.missing }];
}

/** One step of colour refinement: splits classes whose members are linked to different classes. */
function refined(
  classes: ReadonlyMap<string, string>,
  links: readonly { readonly from: string; readonly to: string; readonly word: string }[],
): Map<string, string> {
  const numbers = new Map([...new Set(classes.values())].map((name, index) => [name, index]));
  const numberOf = (key: string): number => numbers.get(classes.get(key) ?? '') ?? -1;
  const ends = new Map<string, Set<string>>();
  const note = (key: string, end: string): void => {
    const known = ends.get(key);
    if (known === undefined) ends.set(key, new Set([end]));
    else known.add(end);
  };
  for (const { from, to, word } of links) {
    note(from, `>${word} ${numberOf(to)}`);
    note(to, `<${word} ${numberOf(from)}`);
  }
  return new Map(
    [...classes.keys()].map((key) => [key, [numberOf(key), ...[...(ends.get(key) ?? [])].sort()].join('\0')]),
  );
}
