import type { Severity } from '../findings/severity.ts';
import { refKey, refText } from '../kube/object-ref.ts';
import { ageText } from './age.ts';
import { kindCounts, plural } from './counting.ts';
import type { Line, Page } from './page.ts';
import type { Report } from './report.ts';
import { refTexts, symptomTexts } from './symptoms.ts';
import { explanationLines } from './text-explanation.ts';
import { changeText, valueText } from './value-text.ts';

type Finding = Report['findings'][number];

const EVIDENCE_SHOWN = 4;
const SYMPTOMS_SHOWN = 5;

/** A finding as a block: what it is, what shows it, what follows from it, what to do. */
export function findingLines(finding: Finding, takenAt: string, page: Page): readonly string[] {
  const { severity, confidence, title, message } = finding;
  const doubt = confidence === 'certain' ? '' : ` (${confidence})`;
  return [
    ...page.section(
      severityLabel(severity),
      [
        { text: `${title}${doubt}`, paint: page.paint.bold },
        { text: aboutText(finding, takenAt, page.verbose) },
        { text: message },
      ],
      page.paint.severity[severity],
    ),
    ...page.section('  members', memberLines(finding, page)),
    ...page.section('  seen in', evidenceLines(finding, page)),
    ...page.section('  changed', changeLines(finding, page)),
    ...page.section('  leads to', symptomLines(finding, page)),
    ...page.section('  partly by', partlyLines(finding)),
    ...page.section('  next', nextLines(finding, page)),
    ...explanationLines(finding, page),
    ...page.section('  check', checkLines(finding, page)),
  ];
}

/** `Deployment shop/web, 3 pods, for 14m`. */
function aboutText({ subject, members, since }: Finding, takenAt: string, verbose: boolean): string {
  const parts = [refText(subject)];
  if (members.length > 0) parts.push(kindCounts(members));
  const age = ageText(since, takenAt);
  if (age !== undefined) parts.push(`for ${age}${verbose ? ` (since ${since})` : ''}`);
  return parts.join(', ');
}

function memberLines({ members }: Finding, page: Page): readonly Line[] {
  return page.verbose ? refTexts(members).map((text) => ({ text, paint: page.paint.dim, hang: 2 })) : [];
}

/** The fields, each under the object it belongs to if that is not the subject. */
function evidenceLines({ evidence, subject }: Finding, page: Page): readonly Line[] {
  const shown = page.verbose ? evidence : evidence.slice(0, EVIDENCE_SHOWN);
  const lines: Line[] = [];
  let object = refKey(subject);
  for (const seen of shown) {
    if (refKey(seen.object) !== object) lines.push({ text: refText(seen.object), paint: page.paint.dim });
    object = refKey(seen.object);
    lines.push({ text: seen.path, tail: valueText(seen.value, page.verbose), paint: page.paint.dim, hang: 2 });
  }
  const rest = evidence.length - shown.length;
  return rest > 0 ? [...lines, { text: `and ${plural(rest, 'more field')}`, paint: page.paint.dim }] : lines;
}

/** What was changed before it began, field by field. */
export function changeLines({ change, since }: Finding, page: Page): readonly Line[] {
  if (change === null) return [];
  const { object, what, at, differences } = change;
  const age = since === null || at === null || at >= since ? undefined : ageText(at, since);
  return [
    { text: `${refText(object)}: ${what}${age === undefined ? '' : `, ${age} before it began`}` },
    ...differences.map(({ path, from, to }) => ({
      text: path,
      tail: changeText(from, to, page.verbose),
      paint: page.paint.dim,
      hang: 2,
    })),
  ];
}

function symptomLines(finding: Finding, page: Page): readonly Line[] {
  const texts = symptomTexts(finding, page.verbose);
  const shown = page.verbose ? texts : texts.slice(0, SYMPTOMS_SHOWN);
  const lines: readonly Line[] = shown.map((text) => ({ text, hang: 2 }));
  const rest = texts.length - shown.length;
  return rest > 0 ? [...lines, { text: `and ${rest} more` }] : lines;
}

/** The findings that explain a part of it. */
export function partlyLines({ causes }: Pick<Finding, 'causes'>): readonly Line[] {
  return causes.map(({ subject, message, id }) => ({ text: `${refText(subject)}: ${message} (${id})`, hang: 2 }));
}

/** The next steps, each command on a line of its own. */
export function nextLines({ fixes }: Pick<Finding, 'fixes'>, page: Page): readonly Line[] {
  return fixes.flatMap(({ text, command }): readonly Line[] => {
    const sentence = { text: command === null ? text : `${text}:` };
    return command === null
      ? [sentence]
      : [sentence, { text: `$ ${command}`, paint: page.paint.command, unbroken: true }];
  });
}

/** The check and the id, for those who want to know more or to compare with another day. */
export function checkLines({ check, id, docs }: Pick<Finding, 'check' | 'docs' | 'id'>, page: Page): readonly Line[] {
  const { dim } = page.paint;
  const line = { text: `${check} (id ${id})`, paint: dim };
  return page.verbose ? [line, { text: docs, paint: dim, unbroken: true }] : [line];
}

/** `C critical`: a letter and a word, so that colour says nothing alone. */
export function severityLabel(severity: Severity): string {
  return `${severity.charAt(0).toUpperCase()} ${severity}`;
}
