import type { Explanation } from '../explain/explanation.ts';
import type { Finding } from '../findings/finding.ts';
import { refText } from '../kube/object-ref.ts';
import { stateText } from './explanation-state.ts';
import type { RenderOptions } from './options.ts';
import { pageOf } from './page.ts';
import { severityLabel } from './text-finding.ts';

/** The answer to a question about a finding, for a terminal. Without one, the built-in text stands in its place. */
export function answerText(
  { severity, title, subject, message }: Finding,
  explanation: Explanation,
  options: Pick<RenderOptions, 'width' | 'color' | 'ascii' | 'verbose'>,
): string {
  const page = pageOf(options);
  const { dim, bold } = page.paint;
  const isAnswer = explanation.state !== 'built-in';
  const lines = [
    ...page.section(
      severityLabel(severity),
      [{ text: title, paint: bold }, { text: refText(subject) }, { text: message }],
      page.paint.severity[severity],
    ),
    ...page.section('  answer', isAnswer && explanation.summary !== '' ? [{ text: explanation.summary }] : []),
    ...page.section(
      '  not known',
      explanation.unknowns.map((text) => ({ text })),
    ),
    ...page.section(
      '  rests on',
      explanation.evidence.map((text) => ({ text, paint: dim, hang: 2 })),
    ),
    ...page.section('  means', isAnswer ? [] : [{ text: explanation.knowledge.means }]),
    ...page.section('  look', isAnswer ? [] : [{ text: explanation.knowledge.look }]),
    ...page.section('  state', [{ text: stateText(explanation), paint: dim }]),
  ];
  return `${lines.join('\n')}\n`;
}
