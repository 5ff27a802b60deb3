import type { Finding } from '../findings/finding.ts';
import type { Kind } from '../kube/object.ts';
import type { View } from '../snapshot/view.ts';
import { annotatedObject, IGNORE_ANNOTATION } from './annotation.ts';
import type { Baseline } from './baseline.ts';
import { isExpired, type PlacedRule, ruleMatches } from './rule.ts';

/** A finding that is not reported, and why. */
export interface Suppressed {
  readonly finding: Finding;
  readonly by: 'annotation' | 'rule' | 'baseline';
  /** What the rule gives as its reason, where the annotation stands, or since when it is known. */
  readonly reason: string;
  /** `file:line` of the rule; null for the others. */
  readonly where: string | null;
}

/** Findings, parted. */
export interface Sifted {
  readonly kept: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
}

/**
 * Parts findings into those that are reported and those that somebody does not want to hear of.
 *
 * It takes whole findings: what follows from one that is ignored goes with it, and what is ignored as a symptom stays
 * under its cause.
 */
export function sift(
  findings: readonly Finding[],
  by: { readonly rules: readonly PlacedRule[]; readonly baseline: Baseline | null },
  view: View<Kind>,
): Sifted {
  const rules = by.rules.filter(({ rule }) => !isExpired(rule, view.takenAt));
  const kept: Finding[] = [];
  const suppressed: Suppressed[] = [];
  for (const finding of findings) {
    const reason = reasonFor(finding, rules, by.baseline, view);
    if (reason === undefined) kept.push(finding);
    else suppressed.push({ finding, ...reason });
  }
  return { kept, suppressed };
}

function reasonFor(
  finding: Finding,
  rules: readonly PlacedRule[],
  baseline: Baseline | null,
  view: View<Kind>,
): Omit<Suppressed, 'finding'> | undefined {
  const object = annotatedObject(finding, view);
  if (object !== undefined) {
    return { by: 'annotation', reason: `${IGNORE_ANNOTATION} on ${object}`, where: null };
  }
  const placed = rules.find(({ rule }) => ruleMatches(rule, finding, view));
  if (placed !== undefined) return { by: 'rule', reason: placed.rule.reason, where: placed.where };
  const known = baseline?.get(finding.id);
  return known === undefined ? undefined : { by: 'baseline', reason: `known since ${known.since}`, where: null };
}
