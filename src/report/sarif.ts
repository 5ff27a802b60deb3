import { refText } from '../kube/object-ref.ts';
import { jsonText } from './json.ts';
import type { RenderOptions } from './options.ts';
import type { Report } from './report.ts';
import { locationOf, uriSegment } from './sarif-location.ts';
import { rulesOf } from './sarif-rules.ts';
import { LEVELS, sarifText } from './sarif-text.ts';
import { unreadOf } from './unread.ts';

type Finding = Report['findings'][number];

/**
 * SARIF 2.1.0, as code scanning reads it.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * @see https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function renderSarif(report: Report, { catalogue, toolVersion }: RenderOptions): string {
  const { crashed } = report.coverage.checks;
  const suppressed = report.suppressed?.findings ?? [];
  const rules = rulesOf(
    [...report.findings, ...suppressed.map(({ finding }) => finding), ...crashed].map(({ check }) => check),
    catalogue,
  );
  const indexOf = new Map(rules.map(({ id }, index) => [id, index]));
  const run = {
    tool: { driver: { name: 'mekhanikube', semanticVersion: toolVersion, rules } },
    // GitHub takes what stands before the last slash as the category: one cluster's upload leaves another's alone.
    automationDetails: { id: `mekhanikube/${uriSegment(report.cluster.name)}/` },
    invocations: [
      {
        executionSuccessful: crashed.length === 0,
        endTimeUtc: report.takenAt,
        toolConfigurationNotifications: unreadOf(report.coverage, true)
          .filter(({ label }) => label !== 'crashed')
          .flatMap(({ label, texts }) => texts.map((text) => sarifText(`${label}: ${text}`)))
          .map((text) => ({ level: 'warning', message: { text } })),
        toolExecutionNotifications: crashed.map(({ check, reason, object }) => ({
          level: 'error',
          message: { text: sarifText(`${check} failed on ${refText(object)}: ${reason}`) },
          associatedRule: { id: check, index: indexOf.get(check) },
        })),
      },
    ],
    columnKind: 'utf16CodeUnits',
    results: resultsOf(report, indexOf),
    properties: {
      cluster: report.cluster,
      takenAt: report.takenAt,
      filter: report.filter,
      coverage: report.coverage,
      summary: report.summary,
      suppressed: report.suppressed === null ? null : { ...report.suppressed, findings: null },
    },
  };
  return `${jsonText({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, 2)}\n`;
}

/**
 * A result for each finding. Where suppressed ones are listed too, each result says whether it is one: all or none have to.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317657
 */
function resultsOf({ findings, suppressed }: Report, indexOf: ReadonlyMap<string, number>) {
  const results = findings.map((finding) => resultOf(finding, indexOf.get(finding.check)));
  const listed = suppressed?.findings ?? null;
  if (listed === null) return results;
  return [
    ...results.map((result) => ({ ...result, suppressions: [] })),
    ...listed.map(({ finding, by, reason, where }) => ({
      ...resultOf(finding, indexOf.get(finding.check)),
      suppressions: [
        {
          kind: by === 'annotation' ? 'inSource' : 'external',
          justification: sarifText(where === null ? reason : `${reason} (${where})`),
        },
      ],
    })),
  ];
}

function resultOf(finding: Finding, ruleIndex: number | undefined) {
  const { id, check, severity, confidence, since, members, facts, evidence, symptoms, causes, fixes } = finding;
  const { explanation } = finding;
  return {
    ruleId: check,
    ruleIndex,
    kind: 'fail',
    level: LEVELS[severity],
    message: { text: messageOf(finding) },
    locations: [locationOf(finding.subject)],
    // GitHub tracks alerts by the second, and would else compute it from a file that is not there.
    partialFingerprints: { 'mekhanikube/v1': id, primaryLocationLineHash: `${id}:1` },
    properties: { severity, confidence, since, members, facts, evidence, symptoms, causes, fixes, explanation },
  };
}

function messageOf({ subject, message, fixes: [fix] }: Finding): string {
  const statement = sentence(`${refText(subject)}: ${message}`);
  if (fix === undefined) return sarifText(statement);
  const next = fix.command === null ? sentence(fix.text) : `${fix.text}: ${fix.command}`;
  return sarifText(`${statement} Next: ${next}`);
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}
