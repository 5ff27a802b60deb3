import { isNumber, isUnit, numberReadings, speltNumber } from './numbers.ts';
import type { Support } from './support.ts';
import { isPlainWord, type Token } from './tokens.ts';
import { type Objection, objection } from './verified.ts';
import { COMPOUND_WORDS } from './vocabulary/adjectives.ts';
import { isEnglishWord } from './vocabulary/english.ts';
import { FUNCTION_WORDS } from './vocabulary/function-words.ts';
import { isAbbreviation, isKindWord, isKubernetesWord } from './vocabulary/kubernetes.ts';

/** A number with its unit in the evidence; a bare one may also be a tag or a code that stands there as a name. */
function numberObjection(tokens: readonly Token[], index: number, support: Support): Objection | null {
  const token = tokens[index];
  if (token === undefined) return null;
  const spelt = speltNumber(token.lower) !== null;
  if (!spelt && !isNumber(token.text)) return null;
  const readings = numberReadings(tokens, index);
  if (readings.some((reading) => support.numbers.has(reading))) return null;
  return objection('number', token.text);
}

function capitalObjection({ text, lower, first }: Token, support: Support): Objection | null {
  if (support.names.has(text) || isKubernetesWord(text) || isKindWord(text)) return null;
  const shouted = /^[A-Z]{2,}$/u.test(text) || /[a-z][A-Z]/u.test(text);
  if (shouted) return objection('name', text);
  if (first) return plainObjection(lower, support);
  return objection('name', text);
}

function plainObjection(lower: string, support: Support): Objection | null {
  const known =
    isEnglishWord(lower) ||
    isAbbreviation(lower) ||
    isKindWord(lower) ||
    support.words.has(lower) ||
    support.trustedNames.has(lower);
  return known ? null : objection('word', lower);
}

/** A word in quotes is a name, unless it is a word of the API: nobody quotes ordinary words without meaning them so. */
function quotedObjection({ text }: Token, support: Support): Objection | null {
  return support.names.has(text) || isKubernetesWord(text) ? null : objection('name', text);
}

function wordObjection(token: Token, support: Support): Objection | null {
  if (token.quoted) return quotedObjection(token, support);
  if (!isPlainWord(token.text)) {
    const known =
      support.names.has(token.text) ||
      isKubernetesWord(token.text) ||
      COMPOUND_WORDS.has(token.lower) ||
      FUNCTION_WORDS.has(token.lower);
    return known ? null : objection('name', token.text);
  }
  return /[A-Z]/u.test(token.text) ? capitalObjection(token, support) : plainObjection(token.lower, support);
}

/** The first word of a sentence that is neither in the evidence nor in a closed vocabulary; null where there is none. */
export function foreignWord(tokens: readonly Token[], support: Support): Objection | null {
  for (const [index, token] of tokens.entries()) {
    if (isUnit(tokens, index)) continue;
    const wrong =
      speltNumber(token.lower) !== null || isNumber(token.text)
        ? numberObjection(tokens, index, support)
        : wordObjection(token, support);
    if (wrong !== null) return wrong;
  }
  return null;
}
