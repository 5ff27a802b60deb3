import { isApiWord } from './api-words.ts';
import type { Dictionary } from './dictionary.ts';
import { isInPath, isValue, standsAsName } from './positions.ts';
import { LOOKS_ISSUED } from './pseudonyms.ts';
import { isPublicPath, PUBLIC_DOMAIN, PUBLIC_NAMES } from './public-words.ts';
import { isIPv4, isMeasure, kindByShape, looksLikeName } from './shapes.ts';
import type { Hit } from './structures.ts';

/** What words are held against. */
export interface Known {
  readonly dictionary: Dictionary;
  /** Words of ours, or of Kubernetes. */
  readonly vocabulary: ReadonlySet<string>;
  /** True for a word of plain English, of Kubernetes or of what programs write. Any other word may be a name. */
  readonly isPlain: (word: string) => boolean;
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

/** A known name; one that is a word of ours too only where it cannot be that word. */
function isListed(word: string, text: string, at: number, known: Known): boolean {
  const { dictionary, vocabulary } = known;
  if (isField(word, text, at, vocabulary)) return false;
  if (isCommon(word, known))
    return dictionary.has(word) && standsAsName(text, at, word, (other) => isCommon(other, known));
  if (dictionary.has(word)) return true;
  if (PUBLIC_NAMES.has(word) || isMeasure(word) || PUBLIC_DOMAIN.test(word)) return false;
  return dictionary.hasSpelling(word) || (!isOurs(word, vocabulary) && dictionary.hasPartOf(word));
}

/** True for a word that our own sentences are made of: `limit`, `other`, `registry`. */
function isCommon(word: string, { vocabulary, isPlain }: Known): boolean {
  return isApiWord(word) || (isOurs(word, vocabulary) && isPlain(word));
}

function isUnknownName(word: string, text: string, at: number, known: Known): boolean {
  const { vocabulary, isPlain } = known;
  if (word.search(LOOKS_ISSUED) >= 0) return true;
  if (isField(word, text, at, vocabulary) || PUBLIC_NAMES.has(word)) return false;
  if (isIPv4(word)) return true;
  if (isMeasure(word)) return false;
  if (isValue(text, at, word)) return true;
  if (isOurs(word, vocabulary)) return false;
  if (/\p{L}/u.test(word) && isInPath(text, at, word)) return true;
  if (isPlain(word) || (text[at - 1] === '/' && isPublicPath(word))) return false;
  return looksLikeName(word) || (/\p{L}/u.test(word) && !isPieceOfWord(word, text, at, isPlain));
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

/** True for a single letter, and for what an apostrophe cuts: `doesn't`, `it's`. */
function isPieceOfWord(word: string, text: string, at: number, isPlain: Known['isPlain']): boolean {
  if (/^[A-Za-z]$/.test(word)) return true;
  const before = text.slice(Math.max(0, at - 2), at);
  if (/^(?:re|ve|ll)$/.test(word) && /[A-Za-z]['\u2019]$/.test(before)) return true;
  return /^['\u2019]t(?![\p{L}\p{N}])/u.test(text.slice(at + word.length)) && isPlain(`${word}'t`);
}
