import type { Severity } from '../findings/severity.ts';
import { refText } from '../kube/object-ref.ts';
import { detailLines } from './finding-text.ts';
import { clusterText } from './headline.ts';
import { jsonText } from './json.ts';
import type { RenderOptions } from './options.ts';
import type { Report } from './report.ts';
import { locationOf } from './sarif-location.ts';
import { type Level, rulesOf, sarifText } from './sarif-rules.ts';
import { unreadOf } from './unread.ts';

type Finding = Report['findings'][number];

export const LEVELS: Readonly<Record<Severity, Level>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/**
 * SARIF 2.1.0, as code scanning reads it.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * @see https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function renderSarif(report: Report, { catalogue, toolVersion }: RenderOptions): string {
  const { checks } = report.coverage;
  const rules = rulesOf([...report.findings, ...checks.crashed].map(({ check }) => check), catalogue);
  const indexes = new Map(rules.map(({ id }, index) => [id, index]));
  const run = {
    tool: {
      driver: {
        name: 'mekhanikube',
        semanticVersion: toolVersion,
        rules,
      },
    },
    // GitHub takes what stands before the last slash as the category: one cluster's upload leaves another's alone.
    automationDetails: { id: `mekhanikube/${segment(report.cluster.name)}/` },
    invocations: [
      {
        executionSuccessful: checks.crashed.length === 0,
        endTimeUtc: report.takenAt,
        toolConfigurationNotifications: unreadNotifications(report),
        toolExecutionNotifications: checks.crashed.map(({ check, reason, object }) => ({
          level: 'error',
          message: { text: sarifText(`${check} failed on ${refText(object)}: ${reason}`) },
          associatedRule: { id: check, index: indexes.get(check) },
        })),
      },
    ],
    columnKind: 'utf16CodeUnits',
    results: report.findings.map((finding) => resultOf(finding, indexes.get(finding.check) ?? 0)),
    properties: { cluster: report.cluster, takenAt: report.takenAt, filter: report.filter, summary: report.summary },
  };
  return `${jsonText({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] }, 2)}\n`;
}
