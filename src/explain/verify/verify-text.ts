import type { Material } from '../evidence/evidence-line.ts';
import { adviceIn } from './advice.ts';
import { dismissalIn, metaIn } from './claims.ts';
import { clean } from './clean.ts';
import { commandIn } from './command.ts';
import { foreignConcept } from './concepts.ts';
import { contradictionIn } from './contradiction.ts';
import { foreignCount } from './counts.ts';
import { isInstruction } from './instruction.ts';
import { looksForeign } from './language.ts';
import { foreignName } from './positions.ts';
import { copiedRun, isAttributed, withoutQuotations } from './quotes.ts';
import { sentencesOf } from './sentences.ts';
import { shapeOf } from './shape.ts';
import { bareText, type Support, supportOf } from './support.ts';
import { isPlainWord, tokensOf, wordsIn } from './tokens.ts';
import { type DroppedSentence, type Objection, objection, type Verified } from './verified.ts';
import { foreignWord } from './words.ts';

/** What no sentence may be, whatever the evidence says. */
function harmIn(sentence: string): Objection | null {
  const wrong = shapeOf(sentence) ?? metaIn(sentence) ?? commandIn(sentence);
  if (wrong !== null) return wrong;
  return isInstruction(sentence) ? objection('meta') : null;
}

/** A statement of ours word for word, perhaps with a full stop. */
function isStatement(sentence: string, support: Support): boolean {
  const wanted = bareText(sentence);
  return support.trusted.some((text) => bareText(text) === wanted);
}

/** What a sentence speaks of: its words, and those in reasons of the API that are not the evidence's own. */
function subjectOf(sentence: string, support: Support): string {
  const spoken = tokensOf(sentence).filter(({ text }) => isPlainWord(text) || !support.names.has(text));
  return wordsIn(spoken.map(({ text }) => text).join(' ')).join(' ');
}

function foreignSubject(sentence: string, support: Support): Objection | null {
  const subject = isAttributed(sentence) ? `${support.subject} ${support.freeSubject}` : support.subject;
  const concept = foreignConcept(subjectOf(sentence, support), subject);
  return concept === null ? null : objection('concept', concept);
}

function claimIn(sentence: string, support: Support): Objection | null {
  return adviceIn(sentence) ?? dismissalIn(sentence) ?? contradictionIn(sentence, support.trusted);
}

function unsupported(sentence: string, support: Support): Objection | null {
  const { text, wrong } = withoutQuotations(sentence, support);
  if (wrong !== null) return wrong;
  const tokens = tokensOf(text);
  return (
    foreignWord(tokens, support) ??
    foreignCount(tokens, support) ??
    foreignName(tokens, support) ??
    foreignSubject(text, support) ??
    copiedRun(text, support)
  );
}

function languageOf(sentence: string): Objection | null {
  const otherScript = /[^\p{Script=Latin}\p{Script=Common}]/u.test(sentence);
  return otherScript || looksForeign(sentence) ? objection('language') : null;
}

function judge(sentence: string, support: Support): Objection | null {
  const harm = languageOf(sentence) ?? harmIn(sentence);
  if (harm !== null) return harm;
  if (isStatement(sentence, support)) return null;
  const claim = claimIn(sentence, support);
  if (claim !== null) return claim;
  // A sentence of our own prose says what is generally so, with numbers that no evidence has.
  return support.ownSentences.has(bareText(sentence)) ? null : unsupported(sentence, support);
}

/**
 * Keeps the sentences of an English text that are harmless and supported by the material, and says why it does not
 * keep the others. Every word that is kept stands in the evidence, in our own prose or in a closed vocabulary.
 */
export function verifyText(text: string, material: Material): Verified {
  const support = supportOf(material);
  const sentences = sentencesOf(clean(text));
  const kept: string[] = [];
  const dropped: DroppedSentence[] = [];
  for (const sentence of sentences) {
    const repeated = kept.includes(sentence) ? objection('repetition') : null;
    const wrong = repeated ?? judge(sentence, support);
    if (wrong === null) kept.push(sentence);
    else dropped.push({ sentence, ...wrong });
  }
  return { kept, dropped };
}
