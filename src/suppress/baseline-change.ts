import type { Finding } from '../findings/finding.ts';
import { refText } from '../kube/object-ref.ts';
import { absenceIn, type Looked } from './absence.ts';
import type { Baseline, BaselineEntry } from './baseline.ts';
import type { Sifted } from './sift.ts';

/** What a run looked at, with the findings of all of it. */
export interface Seen extends Looked {
  readonly findings: readonly Finding[];
}

/** The entries of a baseline that were looked for, and are gone. */
export function resolvedIn(baseline: Baseline, seen: Seen): readonly BaselineEntry[] {
  const ids = new Set(seen.findings.map(({ id }) => id));
  const absenceOf = absenceIn(seen);
  return [...baseline.values()].filter((entry) => !ids.has(entry.id) && absenceOf(entry) === 'gone');
}

/**
 * A baseline that knows everything a run reports, and what earlier ones wrote down and this one did not look for.
 *
 * What is ignored needs no entry. One that was known before keeps its day.
 *
 * @param before what is written down already
 */
export function nextBaseline(before: Baseline, { kept, suppressed }: Sifted, seen: Seen, takenAt: string): Baseline {
  const today = new Date(takenAt).toISOString().slice(0, 10);
  const next = new Map(before);
  for (const { id } of resolvedIn(before, seen)) next.delete(id);
  for (const { finding, by } of suppressed) if (by !== 'baseline') next.delete(finding.id);
  for (const { id, check, subject } of kept) {
    next.set(id, { id, check, subject: refText(subject), since: before.get(id)?.since ?? today });
  }
  return next;
}
