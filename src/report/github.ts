import type { Severity } from '../findings/severity.ts';
import { detailLines, subjectText } from './finding-text.ts';
import { filterLine, headline } from './headline.ts';
import type { Report } from './report.ts';
import { suppressedLine, suppressedTexts } from './suppressed.ts';
import { unreadOf } from './unread.ts';
import { visible } from './visible.ts';

type Command = 'error' | 'warning' | 'notice';

const COMMANDS: Readonly<Record<Severity, Command>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
};

/**
 * Workflow commands of GitHub Actions: an annotation for each finding, one for what was not looked at, one in sum.
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions#setting-an-error-message
 */
export function renderGithub(report: Report): string {
  const unread = unreadOf(report.coverage, false).flatMap(({ label, texts }) =>
    texts.map((text) => visible(`${label}: ${text}`)),
  );
  const suppressed = suppressedTexts(report).map(({ severity, said, why }) => visible(`${severity}: ${said}: ${why}`));
  const sum = [headline(report), filterLine(report), suppressedLine(report)].filter((line) => line !== undefined);
  return [
    ...report.findings.map((finding) =>
      annotation(COMMANDS[finding.severity], `${visible(finding.title)} (${subjectText(finding.subject)})`, [
        `${finding.severity}: ${visible(finding.message)}`,
        ...detailLines(finding),
        `check: ${visible(finding.check)}`,
      ]),
    ),
    ...(unread.length === 0 ? [] : [annotation('warning', 'Not looked at', unread)]),
    ...(suppressed.length === 0 ? [] : [annotation('notice', 'Suppressed', suppressed)]),
    annotation(
      'notice',
      'mekhanikube',
      sum.map((line) => visible(line)),
    ),
  ].join('');
}

function annotation(command: Command, title: string, lines: readonly string[]): string {
  return `::${command} title=${escapedProperty(title)}::${escapedData(lines.join('\n'))}\n`;
}

/** @see https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts */
function escapedData(text: string): string {
  return text.toWellFormed().replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
