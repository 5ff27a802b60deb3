/** One word of a sentence without the punctuation around it. */
export interface Token {
  readonly text: string;
  readonly lower: string;
  /** It stands in quotes by itself. */
  readonly quoted: boolean;
  /** Nothing or a colon stands before it, so that a capital letter says nothing. */
  readonly first: boolean;
  /** Punctuation stands between it and the next. */
  readonly last: boolean;
}

const BEFORE = /^["'([{]+/u;
const AFTER = /["')\]}.,:;!?。，、；：！？]+$/u;

function tokenOf(raw: string, first: boolean): Token {
  const text = raw
    .replace(BEFORE, '')
    .replace(AFTER, '')
    .replace(/(?<=\w)'s?$/u, '');
  return { text, lower: text.toLowerCase(), quoted: /^\(?["'].*["']/u.test(raw), first, last: AFTER.test(raw) };
}

/** The words of a sentence, in order. */
export function tokensOf(sentence: string): readonly Token[] {
  const raws = sentence.replace(/\(s\)/gu, 's').split(/\s+/u);
  const tokens = raws.map((raw, index) => tokenOf(raw, index === 0 || (raws[index - 1] ?? '').endsWith(':')));
  return tokens.filter(({ text }) => text !== '' && text !== '-');
}

/** True for a word of letters only. */
export function isPlainWord(text: string): boolean {
  return /^[A-Za-z]+(?:'[a-z]{1,2})?$/u.test(text);
}

/** Lower-case words of a text, for comparing what it speaks of. CamelCase counts as its parts as well. */
export function wordsIn(text: string): readonly string[] {
  const whole = text.toLowerCase().match(/[a-z]+(?:'[a-z]{1,2})?/gu) ?? [];
  const parts = text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/gu) ?? [];
  return [...whole, ...parts.map((part) => part.toLowerCase())];
}

/** Lower-case words of a text that are no part of a longer name: not `db` of `db-credentials`. */
export function wholeWordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/(?<![\w./:@=$-])[a-z]+(?:'[a-z]{1,2})?(?![\w/@=-]|[.:](?=\w))/gu) ?? [];
}
