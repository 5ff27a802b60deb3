import type { Material } from '../evidence/evidence-line.ts';
import { adviceIn } from './advice.ts';
import { reversedCause } from './causes.ts';
import { dismissalIn, metaIn } from './claims.ts';
import { clean } from './clean.ts';
import { commandIn } from './command.ts';
import { foreignConcept, unseenFault } from './concepts.ts';
import { contradictionIn, denialIn } from './contradiction.ts';
import { foreignCount, foreignOnce } from './counts.ts';
import { isInstruction } from './instruction.ts';
import { looksForeign } from './language.ts';
import { foreignPair } from './pairs.ts';
import { foreignName } from './positions.ts';
import { swappedQuantity } from './quantities.ts';
import { copiedRun, isAttributed, saidByUs, withoutQuotations } from './quotes.ts';
import { sentencesOf } from './sentences.ts';
import { shapeOf } from './shape.ts';
import { bareText } from './statements.ts';
import { type Support, supportOf } from './support.ts';
import { isPlainWord, tokensOf, wordsIn } from './tokens.ts';
import { unsaidClaim } from './unsaid.ts';
import { type DroppedSentence, type Objection, objection, type Verified } from './verified.ts';
import { foreignWord } from './words.ts';

/** What no sentence may be, whatever the evidence says. */
function harmIn(sentence: string): Objection | null {
  const wrong = shapeOf(sentence) ?? metaIn(sentence) ?? commandIn(sentence);
  if (wrong !== null) return wrong;
  return isInstruction(sentence) ? objection('meta') : null;
}

/** What a sentence speaks of: its words, and those in reasons of the API that are not the evidence's own. */
function subjectOf(sentence: string, support: Support): string {
  const spoken = tokensOf(sentence).filter(({ text }) => isPlainWord(text) || !support.names.has(text));
  return wordsIn(spoken.map(({ text }) => text).join(' ')).join(' ');
}

/** Who says so does not say that it is. */
const HEDGE =
  /\b(?:may|might|perhaps|maybe|possibl[ey]|probably|likely|could|can|would|unclear|unknown|not known|whether|what|why|how|seems?|looks like|suggests?)\b/iu;

function foreignSubject(sentence: string, support: Support): Objection | null {
  const subject = isAttributed(sentence) ? `${support.subject} ${support.freeSubject}` : support.subject;
  const spoken = subjectOf(sentence, support);
  const concept = foreignConcept(spoken, subject) ?? (HEDGE.test(sentence) ? null : unseenFault(spoken, support.seen));
  return concept === null ? null : objection('concept', concept);
}

function claimIn(sentence: string, support: Support): Objection | null {
  return (
    adviceIn(sentence, support.own) ??
    dismissalIn(sentence) ??
    contradictionIn(sentence, [...support.own, ...support.free])
  );
}

/** A name or number that stands in somebody's text only, where the sentence does not say so. */
function planted(text: string, support: Support): Objection | null {
  const { trustedNames: names, trustedNumbers: numbers } = support;
  return foreignWord(tokensOf(saidByUs(text)), { ...support, names, numbers });
}

function unsupported(sentence: string, support: Support): Objection | null {
  const { text, wrong } = withoutQuotations(sentence, support);
  if (wrong !== null) return wrong;
  const tokens = tokensOf(text);
  return (
    foreignWord(tokens, support) ??
    planted(text, support) ??
    foreignCount(tokens, support) ??
    foreignOnce(text, support) ??
    foreignPair(tokens, support) ??
    swappedQuantity(text, support) ??
    foreignName(tokens, support) ??
    foreignSubject(text, support) ??
    reversedCause(text, support) ??
    (HEDGE.test(text) ? null : unsaidClaim(text, support)) ??
    denialIn(text, [...support.own, ...support.free]) ??
    copiedRun(text, support)
  );
}

function languageOf(sentence: string): Objection | null {
  const otherScript = /[^\p{Script=Latin}\p{Script=Common}]/u.test(sentence);
  return otherScript || looksForeign(sentence) ? objection('language') : null;
}

function judge(sentence: string, support: Support): Objection | null {
  // A statement of ours word for word is what the report itself says.
  if (support.statements.has(bareText(sentence))) return null;
  const harm = languageOf(sentence) ?? harmIn(sentence);
  if (harm !== null) return harm;
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
