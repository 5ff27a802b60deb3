import { compareText } from './collate.ts';

/**
 * The candidates that a person may have meant by `name`, closest first; at most `limit`.
 *
 * Closest by edits (insert, delete, replace, swap of neighbours) among those that differ in no more than a
 * third of their letters, then those that contain the name or stand in it.
 */
export function nearMisses(name: string, candidates: Iterable<string>, limit = 3): readonly string[] {
  const wanted = name.toLowerCase();
  const letters = lettersOf(wanted);
  const scored = new Map<string, number>();
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const [shorter, longer] = wanted.length < other.length ? [wanted, other] : [other, wanted];
    const most = Math.max(1, Math.floor(longer.length / 3));
    const mayBeNear = longer.length - shorter.length <= most && mayBeWithin(most, letters, other);
    const distance = mayBeNear ? editsWithin(most, wanted, other) : undefined;
    if (distance !== undefined) scored.set(candidate, distance);
    else if (shorter.length >= 3 && longer.includes(shorter)) {
      scored.set(candidate, 2 * longer.length - shorter.length);
    }
  }
  return [...scored]
    .sort(([left, near], [right, far]) => near - far || compareText(left, right))
    .slice(0, limit)
    .map(([candidate]) => candidate);
}

/** How often each letter stands in a text. */
function lettersOf(text: string): ReadonlyMap<number, number> {
  const letters = new Map<number, number>();
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    letters.set(code, (letters.get(code) ?? 0) + 1);
  }
  return letters;
}

/** False where the letters alone differ too much: an edit brings in one that was missing at most. Quick, and never wrong. */
function mayBeWithin(most: number, letters: ReadonlyMap<number, number>, other: string): boolean {
  const left = new Map(letters);
  let missing = 0;
  for (let at = 0; at < other.length; at++) {
    const code = other.charCodeAt(at);
    const count = left.get(code) ?? 0;
    if (count > 0) left.set(code, count - 1);
    else if (++missing > most) return false;
  }
  return true;
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
