import type { Severity } from '../findings/severity.ts';
import { refText } from '../kube/object-ref.ts';
import type { BaselineEntry } from '../suppress/baseline.ts';
import type { Suppressed } from '../suppress/sift.ts';
import { plural } from './counting.ts';
import type { Report } from './report.ts';

/** What was not to be reported. */
export interface Suppression {
  readonly suppressed: readonly Suppressed[];
  /** Entries of the baseline that are gone. */
  readonly resolved: readonly BaselineEntry[];
  /** The findings themselves, and not only how many there are. */
  readonly show: boolean;
}

/** The part of a report about what is not in it. */
export function suppressedPart({ suppressed, resolved, show }: Suppression): Report['suppressed'] {
  if (suppressed.length === 0 && resolved.length === 0) return null;
  const of = (by: Suppressed['by']) => suppressed.filter((one) => one.by === by).length;
  const byRule = Map.groupBy(
    suppressed.filter(({ by }) => by === 'rule'),
    ({ where }) => where ?? '',
  );
  return {
    total: suppressed.length,
    annotation: of('annotation'),
    rule: of('rule'),
    baseline: of('baseline'),
    rules: [...byRule].map(([where, ones]) => ({ where, reason: ones[0]?.reason ?? '', count: ones.length })),
    resolved,
    findings: show ? suppressed.map((one) => ({ ...one, finding: { ...one.finding, explanation: null } })) : null,
  };
}

/** `3 findings suppressed: 1 by annotation, 2 by a rule; 1 of the baseline is gone.`; undefined where there are none. */
export function suppressedLine({ suppressed }: Report): string | undefined {
  if (suppressed === null) return undefined;
  const { total, annotation, rule, rules, baseline, resolved } = suppressed;
  const by = [
    ...(annotation > 0 ? [`${annotation} by annotation`] : []),
    ...(rule > 0 ? [`${rule} by ${rules.length === 1 ? 'a rule' : `${rules.length} rules`}`] : []),
    ...(baseline > 0 ? [`${baseline} in the baseline`] : []),
  ];
  const parts = [
    ...(total > 0 ? [`${plural(total, 'finding')} suppressed: ${by.join(', ')}`] : []),
    ...(resolved.length > 0 ? [`${resolved.length} of the baseline ${resolved.length === 1 ? 'is' : 'are'} gone`] : []),
  ];
  return `${parts.join('; ')}.`;
}

/** A suppressed finding in words. */
export interface SuppressedText {
  readonly severity: Severity;
  readonly said: string;
  readonly why: string;
}

/** The suppressed findings in words; none unless the report lists them. */
export function suppressedTexts({ suppressed }: Report): readonly SuppressedText[] {
  return (suppressed?.findings ?? []).map(({ finding: { severity, subject, message, check }, reason, where }) => ({
    severity,
    said: `${refText(subject)}: ${message} (${check})`,
    why: where === null ? reason : `${reason} (${where})`,
  }));
}
