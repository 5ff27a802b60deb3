import type { EvidenceLine } from '../evidence/evidence-line.ts';
import { adviceIn } from './advice.ts';
import { dismissalIn, metaIn } from './claims.ts';
import { clean } from './clean.ts';
import { commandIn } from './command.ts';
import { isInstruction } from './instruction.ts';
import { sentencesOf } from './sentences.ts';
import { foreignOf } from './trust.ts';

/** A text without quotes, full stops and the kind of its white space, to compare whole sentences. */
export function bareText(text: string): string {
  return text.replace(/[\s"'`.?]+/gu, ' ').trim();
}

/** `Pod shop/web: `, `Follows from it: Service shop/web: `: a line says what its text is about. */
const REFERENCE =
  /^(?:Follows from it: |In part because of )?(?:[A-Z][A-Za-z]+ [a-z0-9][\w.:-]*(?:\/[\w.:-]+)?: )?|^Follows from it: /u;

/** What somebody else wrote, and may stand in a sentence of ours as it does in the report itself. */
function isHarmless(text: string): boolean {
  const harm = commandIn(text) ?? metaIn(text) ?? adviceIn(text) ?? dismissalIn(text);
  return harm === null && !isInstruction(text);
}

function textsOf(line: EvidenceLine): readonly string[] {
  const foreign = foreignOf(line);
  if (!foreign.every(isHarmless)) return [];
  const text = line.text.replace(REFERENCE, '');
  return [line.text, text].flatMap((whole) => {
    const [first, ...more] = sentencesOf(clean(whole));
    const ours = more.filter((sentence) => !foreign.some((part) => overlap(sentence, part)));
    return [whole, ...(first === undefined ? [] : [first]), ...ours];
  });
}

/** True where a sentence is a part of somebody's text or has one in it. */
function overlap(sentence: string, part: string): boolean {
  const [one, other] = [bareText(sentence), bareText(part)];
  return (
    one.includes(other) || other.includes(one) || other.split(' ').some((word) => word.length > 3 && one.includes(word))
  );
}

/** The statements of the evidence, whole and each sentence of them that is ours, with and without their reference. */
export function statementsOf(lines: readonly EvidenceLine[]): ReadonlySet<string> {
  const texts = lines.filter(({ origin }) => origin === 'statement').flatMap(textsOf);
  return new Set(texts.map((text) => bareText(clean(text))));
}
