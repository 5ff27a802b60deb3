import type { Chain, Step } from '../findings/chains.ts';
import type { FoldRule } from '../findings/finding.ts';
import { type ObjectRef, refText } from '../kube/object-ref.ts';
import { ageText } from './age.ts';
import type { RenderOptions } from './options.ts';
import { type Page, pageOf } from './page.ts';
import { checkLines, nextLines, partlyLines, severityLabel } from './text-finding.ts';

const RULES: Readonly<Record<FoldRule, string>> = {
  'same-object': 'because of what is nearer to the cause, on the same object',
  consequence: 'because of what it waits for or is made of',
};

/** The ways from an object to the causes of what is wrong with it, for a terminal. */
export function whyText(
  object: ObjectRef,
  chains: readonly Chain[],
  takenAt: string,
  options: Pick<RenderOptions, 'width' | 'color' | 'ascii' | 'verbose'>,
): string {
  const page = pageOf(options);
  const { bold } = page.paint;
  if (chains.length === 0) {
    return `${page.paragraph({ text: `Nothing is wrong with ${refText(object)}, as far as was read.` }).join('\n')}\n`;
  }
  const count = chains.length === 1 ? 'one cause' : `${chains.length} causes`;
  const lines = [
    ...page.paragraph({ text: `${refText(object)}: ${count}`, paint: bold }),
    ...chains.flatMap((chain) => ['', ...chainLines(chain, takenAt, page)]),
  ];
  return `${lines.join('\n')}\n`;
}

function chainLines({ steps, finding }: Chain, takenAt: string, page: Page): readonly string[] {
  const { severity, title, subject, message, since } = finding;
  const age = ageText(since, takenAt);
  const about = age === undefined ? refText(subject) : `${refText(subject)}, for ${age}`;
  return [
    ...steps.filter(({ rule }) => rule !== null).flatMap((step, index) => stepLines(step, index, page)),
    ...page.section(
      severityLabel(severity),
      [{ text: title, paint: page.paint.bold }, { text: about }, { text: message }],
      page.paint.severity[severity],
    ),
    ...page.section('  partly by', partlyLines(finding)),
    ...page.section('  next', nextLines(finding, page)),
    ...page.section('  check', checkLines(finding, page)),
  ];
}

function stepLines({ subject, message, check, rule }: Step, index: number, page: Page): readonly string[] {
  const { dim } = page.paint;
  return page.section(index === 0 ? 'symptom' : '  of', [
    { text: `${refText(subject)}: ${message}` },
    { text: `${rule === null ? '' : `${RULES[rule]} `}(${check})`, paint: dim },
  ]);
}
