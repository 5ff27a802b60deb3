import type { Dictionary } from './dictionary.ts';
import { LOOKS_ISSUED } from './pseudonyms.ts';
import { isApiWord, isPublicPath, PUBLIC_DOMAIN, PUBLIC_NAMES } from './public-words.ts';
import { isIPv4, isMeasure, kindByShape, looksLikeName } from './shapes.ts';
import type { Hit } from './structures.ts';

/** What words are held against. */
export interface Known {
  readonly dictionary: Dictionary;
  /** Words of ours, or of Kubernetes. */
  readonly vocabulary: ReadonlySet<string>;
}

const RUN = /[\p{L}\p{N}\p{M}_](?:[\p{L}\p{N}\p{M}_.-]*[\p{L}\p{N}\p{M}_])?/gu;

/** The words of a text that are known names, or that look like names nobody has listed. */
export function* namesIn(text: string, known: Known): Iterable<Hit> {
  for (const { at: index, word } of wordsIn(text, known.dictionary)) {
    const end = index + word.length;
    for (const span of known.dictionary.spannedFrom(text, index, word)) {
      yield { ...span, kind: kindByShape(text.slice(span.start, span.end)), listed: true };
    }
    const listed = isListed(word, text, index, known);
    if (listed || isUnknownName(word, text, index, known)) {
      yield { start: index, end, kind: kindByShape(word), listed };
    }
  }
}

/** The words of a text. Behind a backslash, the n of \n is none of theirs, unless a known name begins with it. */
function* wordsIn(text: string, dictionary: Dictionary): Iterable<{ readonly at: number; readonly word: string }> {
  for (const { index: at, 0: word } of text.matchAll(RUN)) {
    const escaped = text[at - 1] === '\\' && /^[nrtbfv]/.test(word) && !dictionary.hasSpelling(word);
    const rest = escaped ? word.slice(1).replace(/^[.-]+/, '') : word;
    if (rest !== '') yield { at: at + word.length - rest.length, word: rest };
  }
}

function isListed(word: string, text: string, at: number, { dictionary, vocabulary }: Known): boolean {
  if (isField(word, text, at, vocabulary)) return false;
  if (dictionary.has(word)) return true;
  if (PUBLIC_NAMES.has(word) || isMeasure(word) || PUBLIC_DOMAIN.test(word)) return false;
  const ours = isOurs(word, vocabulary);
  if (!ours && dictionary.hasSpelling(word)) return true;
  return !(ours && !/[_.-]/.test(word)) && dictionary.hasPartOf(word);
}

function isUnknownName(word: string, text: string, at: number, { vocabulary }: Known): boolean {
  if (word.search(LOOKS_ISSUED) >= 0) return true;
  if (isField(word, text, at, vocabulary) || PUBLIC_NAMES.has(word) || isOurs(word, vocabulary)) return false;
  if (isIPv4(word)) return true;
  if (isMeasure(word)) return false;
  return looksLikeName(word) || (/\p{L}/u.test(word) && (isAssigned(text, at) || isInPath(text, at, word)));
}

/** True for a word of the vocabulary, capitalised as at the start of a sentence too. */
export function isOurs(word: string, vocabulary: ReadonlySet<string>): boolean {
  if (vocabulary.has(word) || isApiWord(word)) return true;
  const small = `${word.slice(0, 1).toLowerCase()}${word.slice(1)}`;
  return small !== word && (vocabulary.has(small) || isApiWord(small));
}

const ROOTS = new Set([
  'spec',
  'status',
  'metadata',
  'state',
  'lastState',
  'webhooks',
  'data',
  'rules',
  'securityContext',
]);

/** True for `status.containerStatuses` and for what follows a selector: `].state.waiting.reason`. */
function isField(word: string, text: string, at: number, vocabulary: ReadonlySet<string>): boolean {
  const follows = text.slice(Math.max(0, at - 2), at) === '].';
  const parts = word.split('.');
  if (!follows && (parts.length < 2 || !ROOTS.has(parts[0] ?? ''))) return false;
  return parts.every((part) => isApiWord(part) || (/[a-z][A-Z]/.test(part) && vocabulary.has(part)));
}

function isAssigned(text: string, at: number): boolean {
  return text[at - 1] === '=' && text[at - 2] !== '=';
}

/** True for a part of `shop/web`: a namespace and a name, a label's prefix, a repository. */
function isInPath(text: string, at: number, word: string): boolean {
  if (isPublicPath(word)) return false;
  const before = text[at - 1] === '/' && /[\p{L}\p{N}]/u.test(text[at - 2] ?? '');
  const after = text[at + word.length] === '/' && /[\p{L}\p{N}]/u.test(text[at + word.length + 1] ?? '');
  return before || after;
}
