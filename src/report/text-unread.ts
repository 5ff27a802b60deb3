import { worst } from '../findings/severity.ts';
import { isAboutScan } from './headline.ts';
import type { Page } from './page.ts';
import type { Report } from './report.ts';
import { checkLines, findingLines, nextLines, severityLabel } from './text-finding.ts';
import { unreadOf } from './unread.ts';

/** What was not looked at, as one block: together with the findings about that, which would say it again. */
export function unreadLines({ coverage, findings, takenAt }: Report, page: Page): readonly string[] {
  const aboutScan = findings.filter(isAboutScan);
  const unread = unreadOf(coverage, page.verbose);
  if (unread.length === 0) return aboutScan.flatMap((finding) => findingLines(finding, takenAt, page));
  const title = { text: 'Not looked at', paint: page.paint.bold };
  const severity = worst(aboutScan.map((finding) => finding.severity));
  return [
    ...(severity === undefined
      ? page.paragraph(title)
      : page.section(severityLabel(severity), [title], page.paint.severity[severity])),
    ...unread.flatMap(({ label, texts }) =>
      page.section(
        `  ${label}`,
        texts.map((text) => ({ text, hang: 2 })),
      ),
    ),
    ...page.section(
      '  next',
      aboutScan.flatMap((finding) => nextLines(finding, page)),
    ),
    ...page.section(
      '  check',
      aboutScan.flatMap((finding) => checkLines(finding, page)),
    ),
  ];
}
