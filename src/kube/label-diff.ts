import { nearMisses } from '../base/near-miss.ts';
import type { Labels } from './selectors.ts';

/** One label that keeps a selector from matching: what is wanted, and what is there instead. */
export interface LabelDifference {
  readonly key: string;
  readonly wanted: string;
  /** The label that stands there instead, as `key=value`; null where nothing does. */
  readonly instead: string | null;
}

export interface NearestLabels<T> {
  readonly candidate: T;
  readonly differences: readonly LabelDifference[];
}

/**
 * The candidate whose labels come closest to a selector's, where one is close enough to be what was meant:
 * it has some of the labels, a similar value under the same key, or the same value under another key.
 */
export function nearestLabels<T>(
  wanted: Labels,
  candidates: Iterable<T>,
  labelsOf: (candidate: T) => Labels,
): NearestLabels<T> | undefined {
  let best: { candidate: T; score: number; labels: Labels } | undefined;
  for (const candidate of candidates) {
    const labels = labelsOf(candidate);
    const score = likeness(wanted, labels);
    if (score > 0 && (best === undefined || score > best.score)) best = { candidate, score, labels };
  }
  return best === undefined
    ? undefined
    : { candidate: best.candidate, differences: differencesBetween(wanted, best.labels) };
}

/** What a selector wants and these labels do not have. */
export function differencesBetween(wanted: Labels, labels: Labels): readonly LabelDifference[] {
  return Object.entries(wanted).flatMap(([key, value]) => {
    if (value === undefined || labels[key] === value) return [];
    const there = labels[key];
    const elsewhere = Object.keys(labels).find((other) => labels[other] === value && wanted[other] === undefined);
    const instead = there !== undefined ? `${key}=${there}` : elsewhere !== undefined ? `${elsewhere}=${value}` : null;
    return [{ key, wanted: value, instead }];
  });
}

/** `app=web` where `app=wbe` is wanted, several joined; what is missing is said to be. */
export function differenceText(differences: readonly LabelDifference[]): string {
  return differences.map(({ key, instead }) => instead ?? `no label ${key}`).join(' and ');
}

function likeness(wanted: Labels, labels: Labels): number {
  let score = 0;
  for (const [key, value] of Object.entries(wanted)) {
    if (value === undefined) continue;
    const there = labels[key];
    if (there === value) score += 1;
    else if (there !== undefined && nearMisses(value, [there]).length > 0) score += 0.75;
    else if (Object.values(labels).includes(value)) score += 0.5;
  }
  return score;
}
