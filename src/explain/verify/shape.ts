import { isFinished } from './sentences.ts';
import { type Token, tokensOf } from './tokens.ts';
import { type Objection, objection } from './verified.ts';
import { isVerbForm } from './vocabulary/english.ts';

const MAX_CHARS = 400;
const MIN_WORDS = 3;

/** From this many words on, more than half must differ. */
const LOOP_WORDS = 10;

function closes(sentence: string): boolean {
  const quotes = (sentence.match(/"/gu) ?? []).length;
  return quotes % 2 === 0 && depthsFit(sentence);
}

function depthsFit(sentence: string): boolean {
  let depth = 0;
  for (const letter of sentence) {
    if (letter === '(') depth++;
    if (letter === ')' && --depth < 0) return false;
  }
  return depth === 0;
}

/** True where a small model got caught: three words that come three times, or few words over and over. */
function isLoop(tokens: readonly Token[]): boolean {
  const words = tokens.map(({ lower }) => lower);
  const seen = new Map<string, number>();
  for (let index = 0; index + 2 < words.length; index++) {
    const three = words.slice(index, index + 3).join(' ');
    const count = (seen.get(three) ?? 0) + 1;
    if (count === 3) return true;
    seen.set(three, count);
  }
  return words.length >= LOOP_WORDS && new Set(words).size <= words.length / 2;
}

/** What is wrong with the form of a sentence in any language. */
export function formOf(sentence: string): Objection | null {
  if (sentence.length > MAX_CHARS || !isFinished(sentence) || !closes(sentence)) return objection('shape');
  if (/[?？]/u.test(sentence)) return objection('shape', '?');
  return isLoop(tokensOf(sentence)) ? objection('repetition') : null;
}

/** What is wrong with the form of an English sentence. */
export function shapeOf(sentence: string): Objection | null {
  const wrong = formOf(sentence);
  if (wrong !== null) return wrong;
  const tokens = tokensOf(sentence);
  if (tokens.length < MIN_WORDS) return objection('shape');
  return tokens.some(({ lower }) => isVerbForm(lower)) ? null : objection('shape');
}
