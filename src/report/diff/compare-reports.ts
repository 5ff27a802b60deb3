import { firstDifference } from '../../base/collate.ts';
import { compareSeverity, type Severity } from '../../findings/severity.ts';
import { compareRefs, refText } from '../../kube/object-ref.ts';
import { type Absence, absenceIn } from '../../suppress/absence.ts';
import { plural } from '../counting.ts';
import type { EarlierFinding, EarlierReport } from './earlier-report.ts';

/** A finding that the later report has not; `suppressed` where it lists it as such. */
export interface Missing {
  readonly finding: EarlierFinding;
  readonly absence: Absence | 'suppressed';
}

/** A finding that both have, in other words or of another severity. */
export interface Changed {
  readonly finding: EarlierFinding;
  readonly before: { readonly severity: Severity; readonly message: string };
}

/** How two reports differ. */
export interface ReportDiff {
  readonly apiVersion: 'mekhanikube.io/v1';
  readonly kind: 'ReportDiff';
  readonly before: { readonly cluster: string; readonly takenAt: string };
  readonly after: { readonly cluster: string; readonly takenAt: string };
  /** Worst first, as everywhere. */
  readonly added: readonly EarlierFinding[];
  readonly missing: readonly Missing[];
  readonly changed: readonly Changed[];
  readonly unchanged: number;
  /** What makes the two hard to compare. */
  readonly notes: readonly string[];
}

/** Compares two reports by the ids of their findings. */
export function compareReports(before: EarlierReport, after: EarlierReport): ReportDiff {
  const old = new Map(before.findings.map((finding) => [finding.id, finding]));
  const now = new Map(after.findings.map((finding) => [finding.id, finding]));
  const both = after.findings.flatMap((finding) => {
    const earlier = old.get(finding.id);
    return earlier === undefined ? [] : [{ finding, earlier }];
  });
  const changed = both.filter(
    ({ finding, earlier }) => finding.severity !== earlier.severity || finding.message !== earlier.message,
  );
  return {
    apiVersion: 'mekhanikube.io/v1',
    kind: 'ReportDiff',
    before: { cluster: before.cluster.name, takenAt: before.takenAt },
    after: { cluster: after.cluster.name, takenAt: after.takenAt },
    added: sorted(after.findings.filter(({ id }) => !old.has(id)).map(short)),
    missing: missingIn(after, sorted(before.findings.filter(({ id }) => !now.has(id)).map(short))),
    changed: changed.map(({ finding, earlier: { severity, message } }) => {
      return { finding: short(finding), before: { severity, message } };
    }),
    unchanged: both.length - changed.length,
    notes: notesOn(before, after),
  };
}

function missingIn(after: EarlierReport, findings: readonly EarlierFinding[]): readonly Missing[] {
  const { findings: seen, coverage, suppressed } = after;
  const listed = new Set(suppressed?.findings?.map(({ finding }) => finding.id));
  const absenceOf = absenceIn({ findings: seen, checks: coverage.checks, namespaces: coverage.namespaces.asked });
  return findings.map((finding) => ({
    finding,
    absence: listed.has(finding.id)
      ? 'suppressed'
      : absenceOf({ check: finding.check, subject: refText(finding.subject) }),
  }));
}

function notesOn(before: EarlierReport, after: EarlierReport): readonly string[] {
  const hidden = after.filter?.hidden ?? 0;
  const unlisted = after.suppressed?.findings === null ? after.suppressed.total : 0;
  return [
    ...(before.cluster.name === after.cluster.name
      ? []
      : [`they are of two clusters: ${before.cluster.name} and ${after.cluster.name}`]),
    ...(Date.parse(before.takenAt) > Date.parse(after.takenAt) ? ['the first was made after the second'] : []),
    ...(hidden === 0
      ? []
      : [`the second leaves out ${plural(hidden, 'finding')} by its filter: what is gone may be among them`]),
    ...(unlisted === 0
      ? []
      : [
          `the second does not list ${plural(unlisted, 'suppressed finding')}: what is gone may be among them ` +
            '(analyze --show-suppressed lists them)',
        ]),
  ];
}

function short({ id, check, severity, confidence, title, message, subject }: EarlierFinding): EarlierFinding {
  return { id, check, severity, confidence, title, message, subject };
}

function sorted(findings: readonly EarlierFinding[]): readonly EarlierFinding[] {
  return [...findings].sort((left, right) =>
    firstDifference(compareSeverity(left.severity, right.severity), compareRefs(left.subject, right.subject)),
  );
}
