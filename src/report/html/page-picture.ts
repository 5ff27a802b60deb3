import type { Arrow, Picture, Role } from '../../diagnose/picture/picture.ts';
import { layoutOf } from './layout.ts';
import type { Pools } from './pools.ts';

/** A picture with the place of everything in it: what the page's script draws. */
export interface PagePicture {
  readonly columns: number;
  readonly rows: number;
  readonly boxes: readonly (readonly [
    object: number,
    column: number,
    row: number,
    role: Role,
    missing: 0 | 1,
    count: number,
    names: readonly number[],
  ])[];
  readonly arrows: readonly (readonly [from: number, to: number, word: string, bends: readonly number[]])[];
  readonly rest: number;
}

/** Names that a box tells when it is pointed at. */
const NAMES = 12;

/** The laid out picture; undefined where there is nothing but the cause. */
export function pagePicture({ boxes, arrows, rest }: Picture, pools: Pools): PagePicture | undefined {
  if (boxes.length < 2) return undefined;
  const lines = [...Map.groupBy(arrows, ({ from, to }) => `${from} ${to}`).values()];
  const edges = lines.flatMap(([first]) => (first === undefined ? [] : [first]));
  const { columns, rows, places, bends } = layoutOf(boxes.length, edges);
  return {
    columns,
    rows,
    boxes: boxes.map(({ refs, role, missing }, index) => [
      pools.object(refs[0]),
      places[index]?.column ?? 0,
      places[index]?.row ?? 0,
      role,
      missing ? 1 : 0,
      refs.length,
      refs.slice(0, NAMES).map((ref) => pools.object(ref)),
    ]),
    arrows: edges.map(({ from, to }, index) => [from, to, wordsOf(lines[index] ?? []), bends[index] ?? []]),
    rest,
  };
}

/** One line is drawn between two boxes, whatever ties them. */
function wordsOf(arrows: readonly Arrow[]): string {
  return arrows.map(({ word }) => word).join(', ');
}
