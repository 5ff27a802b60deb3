import { PSEUDONYM_KINDS, type PseudonymKind } from './shapes.ts';

const CONSONANTS = 'bdfgklmnprstvz';
const VOWELS = 'aeiou';
const SHORTEST = 3;
const LONGEST = 16;

const KIND = `(?:${PSEUDONYM_KINDS.join('|')})-`;
const SHAPE = `${KIND}(?:[${CONSONANTS}][${VOWELS}]){${SHORTEST},}`;
const WORD = '[\\p{L}\\p{N}\\p{M}_]';
// A line break that is written as \n is no part of what follows.
const ESCAPE = '\\\\[nrtbfv]';

/** Text that looks like a pseudonym, however a model spells it: it may be capitalised, and stand in a longer name. */
export const LOOKS_ISSUED = new RegExp(`(?:(?<!${WORD})|(?<=${ESCAPE}))${SHAPE}(?!${WORD})`, 'giu');

/** A pseudonym that stands alone, as masking writes it. */
export const STANDS_ALONE = new RegExp(
  `(?=${KIND})(?:(?<!${WORD}[.-]*)|(?<=${ESCAPE}[.-]*))${SHAPE}(?![.-]*${WORD})`,
  'gu',
);

export interface Pseudonyms {
  /** The pseudonym of a text: made up at its first use, and the same from then on. */
  of(text: string, kind: PseudonymKind): string;
  /** What a pseudonym stands for, in any case; undefined for other text. */
  original(pseudonym: string): string | undefined;
}

/**
 * Makes up names that tell nothing and can be copied and pronounced: `host-kolumi`.
 *
 * @param digest A keyed hash as hexadecimal digits: without its key nobody can try out names.
 * @param taken True for what must not be made up, as it is a name already.
 */
export function createPseudonyms(digest: (text: string) => string, taken: (text: string) => boolean): Pseudonyms {
  const byText = new Map<string, string>();
  const originals = new Map<string, string>();
  const seen = new Set<string>();
  return {
    of: (text, kind) => {
      const key = `${kind}\0${text}`;
      const known = byText.get(key);
      if (known !== undefined) return known;
      seen.add(text.toLowerCase());
      const made = firstFree(key, kind, digest, (name) => originals.has(name) || seen.has(name) || taken(name));
      byText.set(key, made);
      originals.set(made, text);
      return made;
    },
    original: (pseudonym) => originals.get(pseudonym.toLowerCase()),
  };
}

/** The shortest that is free: what collides gets longer, and from the longest on another hash. */
function firstFree(
  key: string,
  kind: PseudonymKind,
  digest: (text: string) => string,
  isTaken: (name: string) => boolean,
): string {
  for (let round = 0; ; round++) {
    const syllables = syllablesOf(digest(round === 0 ? key : `${key}\0${round}`));
    for (let length = SHORTEST; length <= syllables.length; length++) {
      const name = `${kind}-${syllables.slice(0, length).join('')}`;
      if (!isTaken(name)) return name;
    }
    if (round > 1000) throw new RangeError('no pseudonym is free: the hash gives the same for every text');
  }
}

function syllablesOf(hex: string): readonly string[] {
  const pairs = hex.match(/[0-9a-f]{4}/g) ?? [];
  return pairs.slice(0, LONGEST).map((digits) => {
    const number = Number.parseInt(digits, 16);
    const consonant = CONSONANTS[number % CONSONANTS.length] ?? '';
    return `${consonant}${VOWELS[Math.floor(number / CONSONANTS.length) % VOWELS.length] ?? ''}`;
  });
}
