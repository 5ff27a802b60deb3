import type { Diagnosis } from '../diagnose/diagnose.ts';
import type { Explanation } from '../explain/explanation.ts';
import type { Finding } from '../findings/finding.ts';
import { compareFindings } from '../findings/order.ts';
import { SEVERITIES, type Severity } from '../findings/severity.ts';
import { ALL_KINDS, KINDS } from '../kube/kinds.ts';
import { refText } from '../kube/object-ref.ts';
import { objectCount, type Snapshot } from '../snapshot/snapshot.ts';
import type { Report, ReportCoverage, ReportFilter, ReportSummary } from './report.ts';
import { type Suppression, suppressedPart } from './suppressed.ts';

/** What the user wanted to see, where that is not everything. */
export type FilterCriteria = Partial<Omit<ReportFilter, 'hidden'>>;

/**
 * Makes the report of a diagnosis.
 *
 * `findings` are those to show, if not all of the diagnosis; `filter` says why the others are missing.
 */
export function buildReport(parts: {
  readonly snapshot: Snapshot;
  readonly diagnosis: Diagnosis;
  readonly findings?: readonly Finding[];
  readonly filter?: FilterCriteria;
  /** By the finding's id. */
  readonly explanations?: ReadonlyMap<string, Explanation>;
  /** What is neither shown nor hidden by the filter. */
  readonly suppression?: Suppression;
}): Report {
  const { snapshot, diagnosis, findings = diagnosis.findings, filter = {}, explanations, suppression } = parts;
  return {
    apiVersion: 'mekhanikube.io/v1',
    kind: 'Report',
    cluster: snapshot.cluster,
    takenAt: snapshot.takenAt,
    filter: toFilter(filter, diagnosis.findings.length - findings.length - (suppression?.suppressed.length ?? 0)),
    coverage: toCoverage(snapshot, diagnosis),
    summary: summarize(findings),
    suppressed: suppression === undefined ? null : suppressedPart(suppression),
    findings: [...findings]
      .sort(compareFindings)
      .map((finding) => ({ ...finding, explanation: explanations?.get(finding.id) ?? null })),
    errors: errorsOf(diagnosis),
  };
}

function toFilter(criteria: FilterCriteria, hidden: number): ReportFilter | null {
  const { severity = null, kinds = [], objects = [], selector = null } = criteria;
  const mildest = SEVERITIES.at(-1);
  const shown = severity === mildest ? null : severity;
  if (shown === null && kinds.length === 0 && objects.length === 0 && selector === null && hidden === 0) return null;
  return { severity: shown, kinds, objects, selector, hidden };
}

function toCoverage(snapshot: Snapshot, { coverage }: Diagnosis): ReportCoverage {
  return {
    namespaces: { asked: snapshot.namespaces, read: namespaceCount(snapshot) },
    objects: objectCount(snapshot),
    kinds: coverage.kinds.map(({ kind, state, reason, except, only }) => {
      return { kind, state, objects: snapshot.objects[kind]?.length ?? 0, reason, except, only };
    }),
    checks: coverage.checks,
  };
}

/** The namespaces asked for; where that is all of them, those that are known to exist. */
function namespaceCount(snapshot: Snapshot): number {
  if (snapshot.namespaces !== null) return snapshot.namespaces.length;
  const listed = snapshot.objects.Namespace?.length ?? 0;
  if (listed > 0) return listed;
  const seen = new Set<string>();
  for (const kind of ALL_KINDS) {
    for (const { metadata } of snapshot.objects[kind] ?? []) {
      if (metadata.namespace !== undefined) seen.add(metadata.namespace);
    }
  }
  return seen.size;
}

function summarize(findings: readonly Finding[]): ReportSummary {
  const of = (severity: Severity) => findings.filter((finding) => finding.severity === severity).length;
  return {
    total: findings.length,
    critical: of('critical'),
    high: of('high'),
    medium: of('medium'),
    low: of('low'),
    info: of('info'),
  };
}

function errorsOf({ coverage }: Diagnosis): Report['errors'] {
  const failed = coverage.kinds.filter(({ state }) => state === 'failed');
  return [
    ...failed.map(({ kind, reason }) => ({
      code: 'list-failed' as const,
      message: `could not list ${KINDS[kind].resource}: ${reason ?? 'no answer'}`,
      check: null,
      object: null,
    })),
    ...coverage.checks.crashed.map(({ check, reason, object }) => ({
      code: 'check-crashed' as const,
      message: `${check} failed on ${refText(object)}: ${reason}`,
      check,
      object,
    })),
  ];
}
