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
    const distance = edits(wanted, other);
    const contains = wanted.length >= 3 && other.length >= 3 && (other.includes(wanted) || wanted.includes(other));
    if (distance <= Math.max(1, Math.floor(longest / 3))) scored.push({ candidate, distance });
    else if (contains) scored.push({ candidate, distance: longest + distance });
  }
  scored.sort((a, b) => a.distance - b.distance || compareText(a.candidate, b.candidate));
  return scored.slice(0, limit).map((entry) => entry.candidate);
}

/** Optimal string alignment distance. */
function edits(left: string, right: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: right.length + 1 }, (_, column) => column);
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      let best = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped =
        row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      if (swapped) best = Math.min(best, (beforeLast[column - 2] ?? 0) + 1);
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[right.length] ?? 0;
}
