import type { ObjectRef } from '../kube/object-ref.ts';
import { refText } from '../kube/object-ref.ts';
import { stateText } from './explanation-state.ts';
import type { Report } from './report.ts';
import { symptomTexts } from './symptoms.ts';
import { valueText } from './value-text.ts';
import { visible } from './visible.ts';

type Finding = Report['findings'][number];

const SYMPTOMS_SHOWN = 10;

/** A finding behind its message, as plain lines: for formats that carry a block of text. */
export function detailLines(finding: Finding): readonly string[] {
  const { evidence, causes, fixes, explanation } = finding;
  const leadsTo = symptomTexts(finding);
  return [
    ...(explanation === null ? [] : explanationTexts(explanation)),
    ...evidence.map((seen) => `seen in: ${refText(seen.object)} ${seen.path} ${valueText(seen.value, false)}`),
    ...leadsTo.slice(0, SYMPTOMS_SHOWN).map((text) => `leads to: ${text}`),
    ...(leadsTo.length > SYMPTOMS_SHOWN ? [`leads to: ${leadsTo.length - SYMPTOMS_SHOWN} more`] : []),
    ...causes.map(({ subject, message }) => `partly by: ${refText(subject)}: ${message}`),
    ...fixes.map(({ text, command }) => (command === null ? `next: ${text}` : `next: ${text}: ${command}`)),
  ].map((line) => visible(line));
}

/** What was explained, and how far it is verified. */
function explanationTexts(explanation: NonNullable<Finding['explanation']>): readonly string[] {
  const { summary, why, unknowns } = explanation;
  return [
    `explained: ${[summary, why].filter((text) => text !== null).join(' ')} (${stateText(explanation)})`,
    ...unknowns.map((text) => `unknown: ${text}`),
  ];
}

/** `Deployment shop/web`, on one line. */
export function subjectText(ref: ObjectRef): string {
  return visible(refText(ref));
}
