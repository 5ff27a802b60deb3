/** Compares by UTF-16 code units: the same order on every machine and in every locale. */
export function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Combines comparisons: the first that is not zero decides. */
export function firstDifference(...differences: readonly number[]): number {
  for (const difference of differences) {
    if (difference !== 0) return difference;
  }
  return 0;
}
