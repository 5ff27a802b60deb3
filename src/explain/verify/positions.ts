import type { Support } from './support.ts';
import { isPlainWord, type Token } from './tokens.ts';
import { type Objection, objection } from './verified.ts';
import { isBaseVerb, isDescribing, isEnglishWord, isOnlyNoun } from './vocabulary/english.ts';
import { DETERMINERS, FUNCTION_WORDS } from './vocabulary/function-words.ts';
import { isKindWord, isNounOfObjects } from './vocabulary/kubernetes.ts';
import { COMPOUND_NOUNS } from './vocabulary/nouns.ts';
import { wordsOf } from './vocabulary/words-of.ts';

/** Words in -ing that say how an object is; others before a kind could be its name: "the reporting service". */
const DESCRIBING_ING = wordsOf(`
running failing crashing waiting missing existing remaining starting terminating restarting working following
corresponding matching resulting underlying crash-looping pending affecting using including containing regarding being
having serving owning requesting calling creating blocking preventing stopping affected according during
`);

/** "Container main"; while "database connection" and "server error" are compounds. */
const NAMED_LIKE_KINDS = wordsOf('container claim volume workload webhook team component');

function isFree(word: string, support: Support): boolean {
  return (
    !support.words.has(word) && !support.trustedNames.has(word) && !isNounOfObjects(word) && !COMPOUND_NOUNS.has(word)
  );
}

function couldName(word: string): boolean {
  if (word.endsWith('ing') && !FUNCTION_WORDS.has(word)) return !DESCRIBING_ING.has(word);
  return isBaseVerb(word) || (isEnglishWord(word) && !isDescribing(word));
}

/** "The order service", "search pod": a word before a kind that would name the object. */
function nameBefore(tokens: readonly Token[], index: number, support: Support): string | null {
  const word = tokens[index - 1];
  if (word === undefined || word.last || !isPlainWord(word.text) || word.text !== word.lower) return null;
  if (!isFree(word.lower, support)) return null;
  if (isOnlyNoun(word.lower)) return word.lower;
  const before = tokens[index - 2]?.lower;
  const named = before === undefined || DETERMINERS.has(before);
  return named && couldName(word.lower) ? word.lower : null;
}

/** "Service memory", "pod error": a noun after a kind that would name the object. */
function nameAfter(tokens: readonly Token[], index: number, support: Support): string | null {
  const kind = tokens[index];
  const word = tokens[index + 1];
  if (kind === undefined || word === undefined || kind.last || !isPlainWord(word.text)) return null;
  if (!isKindWord(kind.text) && !NAMED_LIKE_KINDS.has(kind.lower)) return null;
  return isOnlyNoun(word.lower) && isFree(word.lower, support) ? word.lower : null;
}

function afterNamed(tokens: readonly Token[], index: number, support: Support): string | null {
  if (!/^(?:named|called)$/u.test(tokens[index]?.lower ?? '')) return null;
  const word = tokens[index + 1];
  if (word === undefined || support.names.has(word.text) || FUNCTION_WORDS.has(word.lower)) return null;
  return word.text;
}

/** Finds a word that stands where the name of an object stands, and is none in the evidence. */
export function foreignName(tokens: readonly Token[], support: Support): Objection | null {
  for (const [index, token] of tokens.entries()) {
    const named = afterNamed(tokens, index, support);
    if (named !== null) return objection('name', named);
    if (!isNounOfObjects(token.text)) continue;
    const name = nameBefore(tokens, index, support) ?? nameAfter(tokens, index, support);
    if (name !== null) return objection('name', name);
  }
  return null;
}
