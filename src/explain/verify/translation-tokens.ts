import { isStopWord } from './language.ts';
import { isNumber, speltNumber } from './numbers.ts';
import type { Support } from './support.ts';
import { type Token, tokensOf } from './tokens.ts';
import { AFTER_KIND, type Foreign, NUMBER_WORDS, PRODUCTS } from './translation-words.ts';
import { type Objection, objection } from './verified.ts';
import { isEnglishWord } from './vocabulary/english.ts';
import { isAbbreviation, isKindWord } from './vocabulary/kubernetes.ts';

/** What a translation must say again. */
export interface Original {
  readonly names: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  /** Numbers that a word like "both" can become. */
  readonly possible: ReadonlySet<string>;
  /** Every word of the English text, in lower case. */
  readonly words: ReadonlySet<string>;
  readonly support: Support;
}

/** Puts spaces between Han characters and what is written in Latin ones, and plain punctuation for full-width. */
export function spacedOut(text: string): string {
  return text
    .replace(/[，、；：（）。！？]/gu, ' $& ')
    .replace(/(?<=[\p{Script=Han}])(?=[^\p{Script=Han}\s])|(?<=[^\p{Script=Han}\s])(?=[\p{Script=Han}])/gu, ' ')
    .replace(/(?<=\d),(?=\d)/gu, '.')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** A number as a value with the unit of a quantity; units of time are translated, and left away. */
function numberOf(text: string): string | null {
  if (!isNumber(text)) return null;
  const match = /^[~+-]?(\d+(?:\.\d+)?)([KMGTP]i|%)?/u.exec(text);
  return match === null ? text : `${Number(match[1])}${match[2] ?? ''}`;
}

/** A unit that stands apart belongs to its number: `24 MiB` is `24Mi`. */
function joined(text: string): string {
  return text
    .replace(/(?<=\d ?[KMGTP])io\b/gu, 'i')
    .replace(/(?<=\d) (?=(?:[KMGTP]iB?|%)(?![\p{L}]))/gu, '')
    .replace(/(?<=\d[KMGTP]i)B\b/gu, '');
}

function isNameLike(text: string): boolean {
  return /[A-Za-z0-9].*[./_:@=].*[A-Za-z0-9]|^[/.]\w|\d|[a-z][A-Z]|[A-Z]{2}|@/u.test(text);
}

/** What the English sentences name and count. */
export function originalOf(english: readonly string[], support: Support): Original {
  const tokens = english.flatMap((sentence) => tokensOf(joined(sentence)));
  const isName = ({ text, lower, quoted }: Token) =>
    !isNumber(text) &&
    !isKindWord(text) &&
    !isAbbreviation(lower) &&
    support.names.has(text) &&
    (isNameLike(text) || text.includes('-') || quoted || !isEnglishWord(lower));
  const counted = tokens.flatMap(({ text, lower }) => numberOf(speltNumber(lower) ?? text) ?? []);
  const words = new Set(tokens.flatMap(({ lower }) => [lower, ...lower.split(/[-/]/u)]));
  return {
    names: new Set(tokens.filter(isName).map(({ text }) => text)),
    numbers: new Set(counted),
    possible: new Set([...counted, ...(words.has('both') ? ['2'] : []), ...(hasOne(words) ? ['1'] : [])]),
    words,
    support,
  };
}

function hasOne(words: ReadonlySet<string>): boolean {
  return ['one', 'only', 'single', 'first'].some((word) => words.has(word));
}

/** Numbers that are written in Han characters before a measure word. */
function hanNumbers(sentence: string): readonly string[] {
  const found = sentence.matchAll(
    /([零二两三四五六七八九十百千万]+)(?=个|次|名|分|秒|小时|天|周|台|条|份|项|倍|副本|节点|容器|行)/gu,
  );
  return [...found].map((match) => {
    const digits = match[1] ?? '';
    const [tens, ones] = digits.split('十');
    const value = (digit: string | undefined, empty: number) =>
      digit === undefined || digit === '' ? empty : Number(NUMBER_WORDS.Chinese.get(digit) ?? Number.NaN);
    return digits.includes('十') ? String(value(tens, 1) * 10 + value(ones, 0)) : String(value(digits, Number.NaN));
  });
}

/** Every number of a translated sentence, in digits or words. */
export function numbersOf(sentence: string, language: Foreign): readonly string[] {
  const tokens = tokensOf(joined(spacedOut(sentence)));
  const read = tokens.flatMap(({ text, lower }) => numberOf(NUMBER_WORDS[language].get(lower) ?? text) ?? []);
  return language === 'Chinese' ? [...read, ...hanNumbers(sentence)] : read;
}

function inOriginal(text: string, { names, words }: Original): boolean {
  return names.has(text) || words.has(text.toLowerCase());
}

/** "Liveness-Probe", "est-il": compounds of the language. A compound of small ASCII words alone could be a name. */
function isCompound(text: string, language: Foreign, original: Original): boolean {
  const parts = text.split('-').filter((part) => part !== '');
  if (parts.length < 2 || parts.some((part) => !/^[\p{L}']+$/u.test(part))) return false;
  const known = (part: string) =>
    inOriginal(part, original) || isKindWord(part) || isStopWord(language, part.toLowerCase());
  if (parts.every(known)) return true;
  if (language === 'German') return /^\p{Lu}/u.test(parts.at(-1) ?? '');
  return parts
    .slice(1)
    .every((part) =>
      /^(?:il|elle|on|ils|elles|t|ce|là|ci|même|mêmes|être|à|dire|se|lo|la|los|las|o|a|os|as|lhe)$/u.test(part),
    );
}

function isSmallAscii(text: string): boolean {
  return /^[a-z]+$/u.test(text);
}

/** The word right behind a kind is where a name stands. */
function namesAfterKind(tokens: readonly Token[], index: number, language: Foreign, original: Original): boolean {
  const before = tokens[index - 1];
  const { text } = tokens[index] ?? { text: '' };
  if (before === undefined || before.last || !isKindWord(before.text) || !isSmallAscii(text)) return false;
  if (isStopWord(language, text) || AFTER_KIND[language].has(text) || inOriginal(text, original)) return false;
  return !/(?:ad|id)[oa]s?$|^ge\w+(?:t|en)$/u.test(text);
}

function isForeign(tokens: readonly Token[], index: number, language: Foreign, original: Original): boolean {
  const token = tokens[index];
  if (token === undefined || !/[A-Za-z0-9]/u.test(token.text)) return false;
  const { text, lower, quoted, first } = token;
  if (inOriginal(text, original) || isAbbreviation(lower.replace(/s$/u, ''))) return false;
  if (PRODUCTS.has(lower) || quoted) return true;
  if (text.includes('-')) return !isCompound(text, language, original);
  if (isNameLike(text)) return true;
  if (isKindWord(text)) return false;
  if (language === 'Chinese') return true;
  if (/^\p{Lu}/u.test(text) && !first && language !== 'German') return true;
  return namesAfterKind(tokens, index, language, original);
}

/** The first name or number of a translated sentence that its original has not; null where there is none. */
export function foreignToken(sentence: string, language: Foreign, original: Original): Objection | null {
  const number = numbersOf(sentence, language).find((value) => !original.possible.has(value));
  if (number !== undefined) return objection('number', number);
  const tokens = tokensOf(joined(spacedOut(sentence)));
  const index = tokens.findIndex(
    ({ text, lower }, at) =>
      !isNumber(text) && !NUMBER_WORDS[language].has(lower) && isForeign(tokens, at, language, original),
  );
  const token = tokens[index];
  return token === undefined ? null : objection('name', token.text);
}
