import { ageText } from '../age.ts';
import { severityCounts } from '../counting.ts';
import { filterLine, headline, isAboutScan } from '../headline.ts';
import type { RenderOptions } from '../options.ts';
import { type Page, pageOf } from '../page.ts';
import type { Report } from '../report.ts';
import { suppressedLine } from '../suppressed.ts';
import { explanationLines } from '../text-explanation.ts';
import { changeLines, checkLines, nextLines, severityLabel } from '../text-finding.ts';
import { unreadLines } from '../text-unread.ts';
import { treeLines } from './branch.ts';
import { branchesOf } from './branches-of.ts';

type Finding = Report['findings'][number];

/** The report as trees for a terminal: each cause, the objects around it, and what they suffer. */
export function renderTree(report: Report, options: RenderOptions): string {
  const page = pageOf(options);
  const problems = report.findings.filter((finding) => !isAboutScan(finding));
  const about = [headline(report), filterLine(report), suppressedLine(report)].filter((line) => line !== undefined);
  const blocks = [
    page.paragraph(...about.map((text) => ({ text, hang: 2 }))),
    ...problems.map((finding) => block(finding, report.takenAt, page, options)),
    unreadLines(report, page),
    problems.length === 0 ? [] : page.paragraph({ text: `${severityCounts(report.summary)}.` }),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function block(finding: Finding, takenAt: string, page: Page, options: RenderOptions): readonly string[] {
  const { severity, confidence, title, message, since } = finding;
  const age = ageText(since, takenAt);
  const doubt = confidence === 'certain' ? '' : ` (${confidence})`;
  return [
    ...page.section(
      severityLabel(severity),
      [
        { text: `${title}${doubt}${age === undefined ? '' : `, for ${age}`}`, paint: page.paint.bold },
        { text: message },
      ],
      page.paint.severity[severity],
    ),
    ...treeLines(branchesOf(finding, options.pictureOf(finding), page), options),
    ...page.section('  changed', changeLines(finding, page)),
    ...page.section('  next', nextLines(finding, page)),
    ...explanationLines(finding, page),
    ...page.section('  check', checkLines(finding, page)),
  ];
}
