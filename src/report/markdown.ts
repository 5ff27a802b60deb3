import { refText } from '../kube/object-ref.ts';
import { ageText } from './age.ts';
import { kindCounts } from './counting.ts';
import { stateText } from './explanation-state.ts';
import { filterLine, headline } from './headline.ts';
import { codeBlock, codeSpan, html, plain } from './markdown-text.ts';
import type { Report } from './report.ts';
import { suppressedLine, suppressedTexts } from './suppressed.ts';
import { symptomTexts } from './symptoms.ts';
import { unreadOf } from './unread.ts';
import { valueText } from './value-text.ts';

type Finding = Report['findings'][number];

const SYMPTOMS_SHOWN = 10;

/** Markdown for a comment on a pull request or a ticket: a table of all findings, then each one folded away. */
export function renderMarkdown(report: Report): string {
  const { findings, takenAt } = report;
  const filter = filterLine(report);
  const notes = [filter, suppressedLine(report)].filter((line) => line !== undefined);
  const about = [`Read at ${plain(takenAt)}.`, ...notes.map(plain)];
  const blocks = [
    '## mekhanikube',
    `**${plain(headline(report))}**`,
    about.join(' '),
    ...(findings.length === 0 ? [] : [table(report)]),
    ...findings.map((finding) => details(finding, takenAt)),
    ...unread(report),
    ...suppressed(report),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function table({ findings, takenAt }: Report): string {
  const rows = findings.map((finding) => {
    const cells = [
      finding.severity,
      codeSpan(refText(finding.subject), true),
      plain(finding.title),
      ageText(finding.since, takenAt) ?? '',
    ];
    return `| ${cells.join(' | ')} |`;
  });
  return ['| severity | object | problem | for |', '|---|---|---|---|', ...rows].join('\n');
}

function details(finding: Finding, takenAt: string): string {
  const { severity, title, subject, message, members, confidence } = finding;
  const age = ageText(finding.since, takenAt);
  const about = [
    ...(members.length > 0 ? [plain(kindCounts(members))] : []),
    ...(age === undefined ? [] : [`for ${age}`]),
    ...(confidence === 'certain' ? [] : [confidence]),
  ];
  const sections = [
    `<details>\n<summary><b>${severity}</b>: ${html(title)} - ${html(refText(subject))}</summary>`,
    `${codeSpan(refText(subject))}${about.length === 0 ? '' : ` (${about.join(', ')})`}: ${plain(message)}`,
    ...explained(finding),
    list(
      'Seen in',
      finding.evidence.map(({ object, path, value }) => {
        return `${codeSpan(refText(object))} ${codeSpan(`${path} ${valueText(value, false)}`)}`;
      }),
    ),
    list('Leads to', symptoms(finding)),
    list(
      'Explained in part by',
      finding.causes.map(({ subject, message }) => plain(`${refText(subject)}: ${message}`)),
    ),
    ...finding.fixes.map(({ text, command }) =>
      command === null ? `Next: ${plain(text)}` : `Next: ${plain(text)}:\n\n${codeBlock(command, 'sh')}`,
    ),
    `Check ${codeSpan(finding.check)}, id ${codeSpan(finding.id)}, [why](<${encodeURI(finding.docs.toWellFormed()).replace(/[<>]/g, '')}>)`,
    '</details>',
  ];
  return sections.filter((section) => section !== '').join('\n\n');
}

/** The model's words are data; the built-in ones are Markdown of ours. */
function explained({ explanation }: Finding): readonly string[] {
  if (explanation === null) return [];
  const { state, summary, why, unknowns, knowledge } = explanation;
  const words = [summary, why].filter((text) => text !== null).map(plain);
  return [
    state === 'built-in' ? knowledge.means : `${words.join(' ')} _(${plain(stateText(explanation))})_`,
    list('Not known', unknowns.map(plain)),
    `To look: ${knowledge.look}`,
    `To repair: ${knowledge.repair}`,
    `Fine: ${knowledge.fine}`,
  ];
}

function symptoms(finding: Finding): readonly string[] {
  const texts = symptomTexts(finding);
  const shown = texts.slice(0, SYMPTOMS_SHOWN).map(plain);
  return texts.length > shown.length ? [...shown, `and ${texts.length - shown.length} more`] : shown;
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : [`${title}:`, '', ...items.map((item) => `- ${item}`)].join('\n');
}

function unread({ coverage }: Report): readonly string[] {
  const items = unreadOf(coverage, false).flatMap(({ label, texts }) =>
    texts.map((text) => `${label}: ${plain(text)}`),
  );
  return items.length === 0 ? [] : [`### Not looked at\n\n${items.map((item) => `- ${item}`).join('\n')}`];
}

function suppressed(report: Report): readonly string[] {
  const items = suppressedTexts(report).map(
    ({ severity, said, why }) => `- ${severity}: ${plain(said)}: ${plain(why)}`,
  );
  return items.length === 0 ? [] : [`### Suppressed\n\n${items.join('\n')}`];
}
