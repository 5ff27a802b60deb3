import { ALL_KINDS } from '../../kube/kinds.ts';
import { isApiWord } from './api-words.ts';
import { isPublicPath, PUBLIC_NAMES } from './public-words.ts';
import { isMeasure } from './shapes.ts';

/** How far a kind may stand before a name, with a namespace between them. */
const NEAR = 300;

const KIND = `(?:${[...ALL_KINDS, 'Container', 'Image', 'Volume', 'User', 'Registry', 'Key', 'Host'].join('|')})s?`;
/** `Pod limit`, `Pod shop/limit`. A kind in small letters is followed by other words too: "the container limit". */
const BEHIND_KIND = new RegExp(`(?:^|[^\\p{L}\\p{N}])${KIND} (?:[^\\s/"'\`]{1,253}/)?$`, 'u');
/** `namespace: limit`, `called limit`, `app=limit`, `spec.volumeName = limit`. */
const BEHIND_SIGN =
  /(?:\b(?:name|namespace|node|container|quota|service|user|host|claim|volume): |\b(?:named|called) |= ?)$/i;
const NOUN_BEFORE = /\b(?:log of container|volume|namespace|tenant|team) $/;
const ENDS = /^(?:["'`:,;)\]]|\.?$)/;

/**
 * True where a word that sentences are made of too can only be a name.
 *
 * @param isCommon True for a word of that sort, which makes `read/write` of another.
 */
export function standsAsName(text: string, at: number, word: string, isCommon: (word: string) => boolean): boolean {
  const before = text.slice(Math.max(0, at - NEAR), at);
  const after = text.slice(at + word.length, at + word.length + NEAR);
  if (before.trim() === '' && after.trim() === '') return true;
  if (BEHIND_KIND.test(before) || BEHIND_SIGN.test(before) || isBeforePort(after)) return true;
  if (/["'`(]$/.test(before) && /^["'`)]/.test(after)) return true;
  if (NOUN_BEFORE.test(before) && ENDS.test(after)) return true;
  const other = /([^\s/"'`]+)\/$/.exec(before)?.[1] ?? /^\/([^\s/"'`]+)/.exec(after)?.[1]?.replace(/[.,:;]+$/, '');
  return other !== undefined && !isCommon(other);
}

/** Values that say how a thing is set, in logs and in commands. */
const SETTINGS = new Set(
  'error err warn warning info debug fatal trace panic yes no on off yaml json wide merge orphan'.split(' '),
);

/** True for the value in `tenant=blue`, and for the host in `db:5432`. Values of the API are written `Ready` or `true`. */
export function isValue(text: string, at: number, word: string): boolean {
  if (!/\p{L}/u.test(word)) return false;
  if (isBeforePort(text.slice(at + word.length, at + word.length + 8)) && !isApiWord(word)) return true;
  if (text[at - 1] !== '=' || text[at - 2] === '=') return false;
  return !(PUBLIC_NAMES.has(word) || isMeasure(word) || SETTINGS.has(word) || (/^[A-Z]/.test(word) && isApiWord(word)));
}

/** True for a part of `shop/web`: a namespace and a name, a label's prefix, a repository. */
export function isInPath(text: string, at: number, word: string): boolean {
  if (isPublicPath(word) || /^[A-Za-z]$/.test(word)) return false;
  if (/(?:^|[^\p{L}\p{N}.-])(?:nvidia|amd)\.com\/$/u.test(text.slice(Math.max(0, at - 12), at))) return false;
  const before = text[at - 1] === '/' && /[\p{L}\p{N}]/u.test(text[at - 2] ?? '');
  const after = text[at + word.length] === '/' && /[\p{L}\p{N}]/u.test(text[at + word.length + 1] ?? '');
  return before || after;
}

function isBeforePort(after: string): boolean {
  return /^:\d{2,5}(?![\p{L}\p{N}.:])/u.test(after) || /^:\d{2,5}[.:](?![\p{L}\p{N}])/u.test(after);
}
