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
  const best: { readonly candidate: string; readonly score: number }[] = [];
  for (const candidate of candidates) {
    // Names come in thousands: most are farther off than those found already, and need not be compared to the end.
    const worst = best.length < limit ? Number.POSITIVE_INFINITY : (best.at(-1)?.score ?? 0);
    const score = scoreOf(wanted, letters, candidate.toLowerCase(), worst);
    if (score === undefined || score > worst || best.some((known) => known.candidate === candidate)) continue;
    best.push({ candidate, score });
    best.sort((left, right) => left.score - right.score || compareText(left.candidate, right.candidate));
    best.splice(limit);
  }
  return best.map(({ candidate }) => candidate);
}

/** How far a name is from the wanted one; undefined where it is not near, or surely farther than `worst`. */
function scoreOf(wanted: string, letters: Int16Array, other: string, worst: number): number | undefined {
  const [shorter, longer] = wanted.length < other.length ? [wanted, other] : [other, wanted];
  const most = Math.min(worst, Math.max(1, Math.floor(longer.length / 3)));
  const mayBeNear = longer.length - shorter.length <= most && mayBeWithin(most, letters, other);
  const distance = mayBeNear ? editsWithin(most, wanted, other) : undefined;
  if (distance !== undefined) return distance;
  const contained = 2 * longer.length - shorter.length;
  return contained <= worst && shorter.length >= 3 && longer.includes(shorter) ? contained : undefined;
}

/** How often each letter stands in a text; letters that share the lower byte of their code count as one. */
function lettersOf(text: string): Int16Array {
  const letters = new Int16Array(256);
  for (let at = 0; at < text.length; at++) add(letters, text, at, 1);
  return letters;
}

function add(letters: Int16Array, text: string, at: number, difference: 1 | -1): number {
  const letter = text.charCodeAt(at) & 255;
  const count = (letters[letter] ?? 0) + difference;
  letters[letter] = count;
  return count;
}

/** False where the letters alone differ too much: an edit brings in one that was missing at most. Quick, and never wrong. */
function mayBeWithin(most: number, letters: Int16Array, other: string): boolean {
  let missing = 0;
  let at = 0;
  while (at < other.length && missing <= most) if (add(letters, other, at++, -1) < 0) missing++;
  while (at > 0) add(letters, other, --at, 1);
  return missing <= most;
}

/** Optimal string alignment distance; undefined as soon as it must be more than `most`. */
function editsWithin(most: number, one: string, other: string): number | undefined {
  const [left, right] = withoutSameEnds(one, other);
  let beforeLast: number[] = [];
  let last: number[] = [];
  for (let column = 0; column <= right.length; column++) last.push(column);
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
      if (
        row > 1 &&
        column > 1 &&
        left.charCodeAt(row - 1) === right.charCodeAt(column - 2) &&
        left.charCodeAt(row - 2) === right.charCodeAt(column - 1)
      ) {
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

/** Both texts without what they begin and end with alike: no edit is needed there. */
function withoutSameEnds(left: string, right: string): readonly [string, string] {
  const shorter = Math.min(left.length, right.length);
  let start = 0;
  while (start < shorter && left.charCodeAt(start) === right.charCodeAt(start)) start++;
  let end = 0;
  while (end < shorter - start && left.charCodeAt(left.length - 1 - end) === right.charCodeAt(right.length - 1 - end))
    end++;
  return [left.slice(start, left.length - end), right.slice(start, right.length - end)];
}
