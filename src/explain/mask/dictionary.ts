import { isApiWord } from './api-words.ts';
import { isPublicPath, PUBLIC_DOMAIN, PUBLIC_NAMES } from './public-words.ts';
import { isMeasure, TOKEN_CHARACTER } from './shapes.ts';

/** The names that are known, ready to be looked up in a text. */
export interface Dictionary {
  has(word: string): boolean;
  /** The same without regard to case and to how accents are encoded. */
  hasSpelling(word: string): boolean;
  /** True where a known name is one part, or several, of a longer name: `web` in `web-7c9f`. */
  hasPartOf(word: string): boolean;
  /** Where a name with other characters in it (`jane doe`, `a/b:1`) begins, and how long it is, given its first word. */
  spannedFrom(text: string, at: number, word: string): readonly { readonly start: number; readonly end: number }[];
  /** Every name, longest first. */
  readonly all: readonly string[];
}

/** A name of several words: where its first word stands in it. */
interface Spanning {
  readonly name: string;
  readonly offset: number;
}

/** Leaves out what every cluster has, numbers, and single letters: they tell nothing, and stand in every text. */
export function createDictionary(names: Iterable<string>): Dictionary {
  const all = [...new Set(names)].filter((name) => !tellsNothing(name)).sort(longestFirst);
  const exact = new Set(all);
  const folded = new Set(all.map(fold));
  const unspaced = all.map(fold).filter((name) => /[\p{L}\p{N}]/u.test(name) && /[^\p{ASCII}]/u.test(name));
  const spanning = indexSpanning(all);
  const parts = (word: string): boolean => {
    const pieces = fold(word).split(/([_.-]+)/);
    for (let from = 0; from < pieces.length; from += 2) {
      for (let to = from + 1; to <= pieces.length && to < from + 20; to += 2) {
        if (folded.has(pieces.slice(from, to).join(''))) return true;
      }
    }
    // Scripts without spaces: a name has no boundary there.
    return /[^\p{ASCII}]/u.test(word) && unspaced.some((name) => fold(word).includes(name));
  };
  return {
    has: (word) => exact.has(word),
    hasSpelling: (word) => folded.has(fold(word)),
    hasPartOf: parts,
    spannedFrom: (text, at, word) =>
      (spanning.get(fold(word)) ?? [])
        .map(({ name, offset }) => ({ name, start: at - offset, end: at - offset + name.length }))
        .filter(({ name, start, end }) => start >= 0 && fold(text.slice(start, end)) === fold(name)),
    all,
  };
}

/** One spelling for all cases and encodings of a text. */
function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

function tellsNothing(name: string): boolean {
  if (name.trim() === '' || PUBLIC_NAMES.has(name) || isMeasure(name)) return true;
  if (name.startsWith('/') && isPublicPath(name)) return true;
  const [domain = '', key, more] = name.split('/');
  if (key !== undefined && more === undefined && PUBLIC_DOMAIN.test(domain) && isApiWord(key)) return true;
  return name.length === 1 && /\p{ASCII}/u.test(name);
}

function indexSpanning(names: readonly string[]): ReadonlyMap<string, readonly Spanning[]> {
  const index = new Map<string, Spanning[]>();
  for (const name of names) {
    if ([...name].every((character) => TOKEN_CHARACTER.test(character)) && /^[^.-].*[^.-]$|^[^.-]$/u.test(name))
      continue;
    const first = /[\p{L}\p{N}\p{M}_](?:[\p{L}\p{N}\p{M}_.-]*[\p{L}\p{N}\p{M}_])?/u.exec(name);
    if (first === null) continue;
    const entry = { name, offset: first.index };
    const known = index.get(fold(first[0]));
    if (known === undefined) index.set(fold(first[0]), [entry]);
    else known.push(entry);
  }
  return index;
}

function longestFirst(left: string, right: string): number {
  return right.length - left.length || (left < right ? -1 : 1);
}
