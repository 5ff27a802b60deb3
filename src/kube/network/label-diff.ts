import { nearMisses } from '../../base/near-miss.ts';
import type { Labels } from '../selectors.ts';
import { isAddedByControllers } from '../workloads/templates.ts';

/** One label that keeps a selector from matching: what is wanted, and what is there instead. */
export interface LabelDifference {
  readonly key: string;
  readonly wanted: string;
  /** The label that stands there instead; null where nothing does. */
  readonly instead: { readonly key: string; readonly value: string } | null;
  /** True where a slip of the hand explains it: a similar value, or the same value under another key. */
  readonly slip: boolean;
}

export interface NearestLabels<T> {
  readonly candidate: T;
  readonly differences: readonly LabelDifference[];
}

/**
 * The candidate whose labels come closest to what a selector wants; undefined where none has anything in common.
 *
 * @param bonus for what else speaks for a candidate, such as its name: less than 0.25, so that it only breaks ties
 */
export function nearestLabels<T>(
  wanted: Labels,
  candidates: Iterable<T>,
  labelsOf: (candidate: T) => Labels,
  bonus: (candidate: T) => number = () => 0,
): NearestLabels<T> | undefined {
  let best: NearestLabels<T> | undefined;
  let bestScore = 0;
  for (const candidate of candidates) {
    const labels = labelsOf(candidate);
    const differences = differencesBetween(wanted, labels);
    const equal = Object.keys(wanted).length - differences.length;
    const common = equal + 0.75 * differences.filter(({ slip }) => slip).length;
    if (common === 0 || common + bonus(candidate) <= bestScore) continue;
    best = { candidate, differences };
    bestScore = common + bonus(candidate);
  }
  return best;
}

/** What a selector wants and these labels do not have. */
export function differencesBetween(wanted: Labels, labels: Labels): readonly LabelDifference[] {
  return Object.entries(wanted).flatMap(([key, value]): LabelDifference[] => {
    const there = labels[key];
    if (value === undefined || there === value) return [];
    if (there !== undefined) {
      const slip = isSlip(value, there);
      return [{ key, wanted: value, instead: { key, value: there }, slip }];
    }
    const other = Object.keys(labels).find((candidate) => labels[candidate] === value && !(candidate in wanted));
    const instead = other === undefined ? null : { key: other, value };
    return [{ key, wanted: value, instead, slip: instead !== null }];
  });
}

/** A few letters differ; `web` is no slip for `web-canary`, which is another thing. */
function isSlip(wanted: string, there: string): boolean {
  return Math.abs(wanted.length - there.length) <= 2 && nearMisses(wanted, [there]).length > 0;
}

/** `app=web` where `app=wbe` is wanted, several joined; what is missing is said to be. */
export function differenceText(differences: readonly LabelDifference[]): string {
  return differences
    .map(({ key, wanted, instead }) => {
      if (instead !== null) return `${instead.key}=${instead.value}`;
      return isAddedByControllers(key) ? `no pod with ${key}=${wanted}` : `no label ${key}`;
    })
    .join(' and ');
}

/** The selector as it was probably meant, as `kubectl set selector` takes it; null where that is not clear. */
export function correctedSelector(wanted: Labels, differences: readonly LabelDifference[]): string | null {
  if (differences.some(({ slip }) => !slip)) return null;
  const instead = new Map(differences.map((difference) => [difference.key, difference.instead]));
  return Object.entries(wanted)
    .map(([key, value]) => instead.get(key) ?? { key, value })
    .map(({ key, value }) => `${key}=${value}`)
    .join(',');
}
