import { compareText } from './collate.ts';

/**
 * The candidates that a person may have meant by `name`, closest first; at most `limit`.
 *
 * Closest by edits (insert, delete, replace, swap of neighbours) among those that differ in no more than a
 * third of their letters, then those that contain the name or stand in it.
 */
export function nearMisses(name: string, candidates: Iterable<string>, limit = 3): readonly string[] {
  const wanted = name.toLowerCase();
  const scored: { candidate: string; distance: number }[] = [];
  for (const candidate of new Set(candidates)) {
    const other = candidate.toLowerCase();
    const longest = Math.max(wanted.length, other.length);
    const most = Math.max(1, Math.floor(longest / 3));
    const distance = editsWithin(most, wanted, other);
    const contains = wanted.length >= 3 && other.length >= 3 && (other.includes(wanted) || wanted.includes(other));
    if (distance !== undefined) scored.push({ candidate, distance });
    else if (contains) scored.push({ candidate, distance: longest + Math.abs(wanted.length - other.length) });
  }
  scored.sort((a, b) => a.distance - b.distance || compareText(a.candidate, b.candidate));
  return scored.slice(0, limit).map((entry) => entry.candidate);
}

/** Optimal string alignment distance; undefined as soon as it must be more than `most`: names come in thousands. */
function editsWithin(most: number, left: string, right: string): number | undefined {
  if (Math.abs(left.length - right.length) > most) return undefined;
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= right.length; column++) {
      const same = left.charCodeAt(row - 1) === right.charCodeAt(column - 1);
      let best = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1]) {
        best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(best);
      if (best < least) least = best;
    }
    // A swap may still reach back over one row, never over two.
    if (least > most + 1) return undefined;
    beforeLast = last;
    last = current;
  }
  const distance = last[right.length] ?? 0;
  return distance <= most ? distance : undefined;
}
