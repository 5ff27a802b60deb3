import type { ObjectOf } from '../object.ts';

type Usage = ObjectOf<'VolumeUsage'>;

/** How far the space or the inodes of a file system are used up. */
export interface Fill {
  readonly what: 'bytes' | 'inodes';
  readonly used: number;
  readonly left: number;
  readonly total: number;
  /** Rounded down: nothing is to look fuller than it is. */
  readonly percent: number;
  /** So little is left that writing fails. */
  readonly isFull: boolean;
}

/** How full the volume is, by what there is less left of; undefined where its driver does not tell. */
export function fillOf(usage: Usage): Fill | undefined {
  const { capacityBytes, usedBytes, availableBytes, inodes, inodesUsed, inodesFree } = usage;
  const bytes = fill('bytes', capacityBytes, usedBytes, availableBytes);
  const files = fill('inodes', inodes, inodesUsed, inodesFree);
  if (bytes === undefined || files === undefined) return bytes ?? files;
  return files.percent > bytes.percent ? files : bytes;
}

/**
 * As `df` counts: of what is used or left. Where nothing is left, against the whole: 0 is also what a driver says
 * that does not know.
 */
function fill(what: Fill['what'], total = 0, used = 0, left = 0): Fill | undefined {
  if (total <= 0 || used <= 0) return undefined;
  const percent = Math.min(100, Math.floor((100 * used) / (left > 0 ? used + left : total)));
  return { what, used, left, total, percent, isFull: percent >= 95 && left * 1000 < total };
}
