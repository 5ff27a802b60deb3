import type { ObjectRef } from '../kube/object-ref.ts';
import { refText } from '../kube/object-ref.ts';
import type { Report } from './report.ts';
import { symptomTexts } from './symptoms.ts';
import { valueText } from './value-text.ts';
import { visible } from './visible.ts';

type Finding = Report['findings'][number];

const SYMPTOMS_SHOWN = 10;

/** A finding behind its message, as plain lines: for formats that carry a block of text. */
export function detailLines(finding: Finding): readonly string[] {
  const { evidence, causes, fixes } = finding;
  const leadsTo = symptomTexts(finding);
  return [
    ...evidence.map((seen) => `seen in: ${refText(seen.object)} ${seen.path} ${valueText(seen.value, false)}`),
    ...leadsTo.slice(0, SYMPTOMS_SHOWN).map((text) => `leads to: ${text}`),
    ...(leadsTo.length > SYMPTOMS_SHOWN ? [`leads to: ${leadsTo.length - SYMPTOMS_SHOWN} more`] : []),
    ...causes.map(({ subject, message }) => `partly by: ${refText(subject)}: ${message}`),
    ...fixes.map(({ text, command }) => (command === null ? `next: ${text}` : `next: ${text}: ${command}`)),
  ].map((line) => visible(line));
}

/** `Deployment shop/web`, on one line. */
export function subjectText(ref: ObjectRef): string {
  return visible(refText(ref));
}
