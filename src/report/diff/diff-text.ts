import { refText } from '../../kube/object-ref.ts';
import { plural } from '../counting.ts';
import type { RenderOptions } from '../options.ts';
import { type Line, type Page, pageOf } from '../page.ts';
import { severityLabel } from '../text-finding.ts';
import type { Changed, Missing, ReportDiff } from './compare-reports.ts';
import type { EarlierFinding } from './earlier-report.ts';

const WORDS: Readonly<Record<Missing['absence'], string>> = {
  gone: 'gone',
  folded: 'follows from another finding now',
  'not-judged': 'not judged in the second',
  suppressed: 'suppressed in the second',
};

/** How two reports differ, for a terminal. */
export function diffText(
  diff: ReportDiff,
  options: Pick<RenderOptions, 'width' | 'color' | 'ascii' | 'verbose'>,
): string {
  const page = pageOf(options);
  const { added, missing, changed } = diff;
  const blocks = [
    page.paragraph(
      { text: headline(diff), hang: 2 },
      ...diff.notes.map((note) => ({ text: `Note: ${note}.`, hang: 2 })),
    ),
    block(
      'New',
      added.map((finding) => [finding, []]),
      page,
    ),
    block(
      'Changed',
      changed.map((one) => [one.finding, changes(one, page)]),
      page,
    ),
    block(
      'Not there any more',
      missing.map(({ finding, absence }) => [finding, [{ text: WORDS[absence], paint: page.paint.dim }]]),
      page,
    ),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headline({ before, after, added, changed, missing, unchanged }: ReportDiff): string {
  const gone = missing.filter(({ absence }) => absence === 'gone').length;
  const others = missing.length - gone;
  const counts = [
    `${added.length} new`,
    `${changed.length} changed`,
    `${gone} gone`,
    ...(others === 0 ? [] : [`${others} not to be seen any more`]),
    `${unchanged} the same`,
  ];
  return `${after.cluster}, ${before.takenAt} to ${after.takenAt}: ${counts.join(', ')}.`;
}

function block(
  title: string,
  findings: readonly (readonly [EarlierFinding, readonly Line[]])[],
  page: Page,
): readonly string[] {
  if (findings.length === 0) return [];
  return [
    ...page.paragraph({ text: `${title}: ${plural(findings.length, 'finding')}`, paint: page.paint.bold }),
    ...findings.flatMap(([finding, more]) =>
      page.section(severityLabel(finding.severity), [said(finding), ...more], page.paint.severity[finding.severity]),
    ),
  ];
}

function said({ subject, message, check }: EarlierFinding): Line {
  return { text: `${refText(subject)}: ${message} (${check})`, hang: 2 };
}

function changes({ finding, before }: Changed, page: Page): readonly Line[] {
  const { dim } = page.paint;
  return [
    ...(finding.severity === before.severity ? [] : [{ text: `was ${before.severity}`, paint: dim }]),
    ...(finding.message === before.message ? [] : [{ text: `was: ${before.message}`, paint: dim, hang: 2 }]),
  ];
}
