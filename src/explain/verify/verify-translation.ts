import type { Material } from '../evidence/evidence-line.ts';
import type { Language } from '../explanation.ts';
import { metaIn } from './claims.ts';
import { clean } from './clean.ts';
import { commandIn } from './command.ts';
import { isInstruction } from './instruction.ts';
import { looksLike } from './language.ts';
import { sentencesOf } from './sentences.ts';
import { formOf } from './shape.ts';
import { supportOf } from './support.ts';
import { foreignConceptIn } from './translation-concepts.ts';
import { deniesAlike } from './translation-polarity.ts';
import { foreignToken, numbersOf, type Original, originalOf, spacedOut } from './translation-tokens.ts';
import { FORBIDDEN, type Foreign } from './translation-words.ts';
import { type Objection, objection, type Verified } from './verified.ts';
import { verifyText } from './verify-text.ts';

/** One sentence can become two, or two one. */
const MAX_DIFFERENCE = 1;

function harmIn(sentence: string, language: Foreign): Objection | null {
  const wrong = formOf(sentence) ?? commandIn(sentence) ?? metaIn(sentence);
  if (wrong !== null) return wrong;
  if (isInstruction(sentence)) return objection('meta');
  const token = FORBIDDEN[language].exec(sentence)?.[0];
  return token === undefined ? null : objection('dismissal', token);
}

function judge(sentence: string, english: string, language: Foreign, original: Original): Objection | null {
  const wrong = harmIn(sentence, language) ?? foreignToken(sentence, language, original);
  if (wrong !== null) return wrong;
  const concept = foreignConceptIn(sentence, english);
  if (concept !== null) return objection('concept', concept);
  return deniesAlike(sentence, english, language) ? null : objection('contradiction');
}

/** The English of each sentence of a translation; of all of them where two became one. */
function originalsOf(sentences: readonly string[], english: readonly string[]): readonly string[] {
  return sentences.length === english.length ? english : sentences.map(() => english.join(' '));
}

/** A name or number of the English text that the translation has not. */
function lostIn(kept: readonly string[], language: Foreign, original: Original): string | null {
  const text = spacedOut(kept.join(' '));
  const name = [...original.names].find((wanted) => !text.includes(wanted));
  if (name !== undefined) return name;
  const numbers = new Set(kept.flatMap((sentence) => numbersOf(sentence, language)));
  return [...original.numbers].find((wanted) => !numbers.has(wanted)) ?? null;
}

function none(sentences: readonly string[], wrong: Objection): Verified {
  return { kept: [], dropped: sentences.map((sentence) => ({ sentence, ...wrong })) };
}

/**
 * Keeps a translation of verified English sentences if it names and counts the same and says nothing that could harm.
 * Its plain words cannot be checked as those of English can, so a translation that lost a name or number, or is of
 * another length, is dropped as a whole.
 */
export function verifyTranslation(
  text: string,
  english: readonly string[],
  language: Language,
  material: Material,
): Verified {
  if (language === 'English') return verifyText(text, material);
  const sentences = sentencesOf(clean(text));
  if (Math.abs(sentences.length - english.length) > MAX_DIFFERENCE) return none(sentences, objection('shape'));
  if (!looksLike(language, sentences.join(' '))) return none(sentences, objection('language'));
  const original = originalOf(english, supportOf(material));
  const originals = originalsOf(sentences, english);
  const judged = sentences.map((sentence, index) => ({
    sentence,
    wrong: judge(sentence, originals[index] ?? '', language, original),
  }));
  const kept = judged.filter(({ wrong }) => wrong === null).map(({ sentence }) => sentence);
  const dropped = judged.flatMap(({ sentence, wrong }) => (wrong === null ? [] : [{ sentence, ...wrong }]));
  const lost = lostIn(kept, language, original);
  if (lost === null) return { kept, dropped };
  return { kept: [], dropped: [...dropped, ...none(kept, objection('lost', lost)).dropped] };
}
