import { SEVERITIES, type Severity } from '../findings/severity.ts';
import { severityCounts } from './counting.ts';
import { filterLine, headline, isAboutScan } from './headline.ts';
import type { RenderOptions } from './options.ts';
import { type Line, type Page, pageOf } from './page.ts';
import type { Report } from './report.ts';
import { suppressedLine, suppressedTexts } from './suppressed.ts';
import { findingLines } from './text-finding.ts';
import { unreadLines } from './text-unread.ts';

/** The report for a person at a terminal: one line if all is well, else the worst first. */
export function renderText(report: Report, options: RenderOptions): string {
  const page = pageOf(options);
  const problems = report.findings.filter((finding) => !isAboutScan(finding));
  const note = commonNote(problems);
  const blocks = [
    summaryLines(report, page),
    ...problems.map((finding) => findingLines(withoutNote(finding, note), report.takenAt, page)),
    unreadLines(report, page),
    suppressedLines(report, page),
    note === null ? [] : page.paragraph({ text: `Explanations are built in: ${note}.`, hang: 2 }),
    closingLines(report, problems[0]?.check, page),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

type Finding = Report['findings'][number];

/** Why no finding has a model's words, where it is the same for all: it is said once, at the end. */
function commonNote(findings: readonly Finding[]): string | null {
  const notes = new Set(findings.map(({ explanation }) => explanation?.note ?? null));
  const [note = null] = notes;
  return notes.size === 1 && findings.every(({ explanation }) => explanation?.state === 'built-in') ? note : null;
}

function withoutNote(finding: Finding, note: string | null): Finding {
  const { explanation } = finding;
  if (note === null || explanation === null) return finding;
  return { ...finding, explanation: { ...explanation, note: null } };
}

function summaryLines(report: Report, page: Page): readonly string[] {
  const filter = filterLine(report);
  const lines: Line[] = [{ text: headline(report), paint: severitiesPainted(page), hang: 2 }];
  if (filter !== undefined) lines.push({ text: filter, hang: 2 });
  const suppressed = suppressedLine(report);
  if (suppressed !== undefined) lines.push({ text: suppressed, hang: 2 });
  return page.paragraph(...lines);
}

/** What is suppressed, where it was asked for. */
function suppressedLines(report: Report, page: Page): readonly string[] {
  const texts = suppressedTexts(report);
  const gone = report.suppressed?.findings === null ? [] : (report.suppressed?.resolved ?? []);
  if (texts.length === 0 && gone.length === 0) return [];
  return [
    ...page.paragraph({ text: 'Suppressed', paint: page.paint.bold }),
    ...texts.flatMap(({ severity, said, why }) =>
      page.section(`  ${severity}`, [
        { text: said, hang: 2 },
        { text: why, hang: 2, paint: page.paint.dim },
      ]),
    ),
    ...page.section(
      '  gone',
      gone.map(({ check, subject, since }) => ({ text: `${subject}: ${check}, known since ${since}`, hang: 2 })),
    ),
  ];
}

/** The end is what stands on the screen after a long report. */
function closingLines({ summary }: Report, check: string | undefined, page: Page): readonly string[] {
  if (check === undefined) return [];
  return page.paragraph({
    text: `${severityCounts(summary)}. What a check means and when it is fine:`,
    tail: `mekhanikube checks ${check}`,
    paint: severitiesPainted(page),
    hang: 2,
  });
}

function severitiesPainted(page: Page): (text: string) => string {
  const of = (word: string): Severity | undefined => SEVERITIES.find((severity) => severity === word);
  return (text) =>
    text.replace(/\d+ (critical|high|medium|low|info)\b/g, (counted, word: string) => {
      const severity = of(word);
      return severity === undefined ? counted : page.paint.severity[severity](counted);
    });
}
