import { createDictionary } from './dictionary.ts';
import { createPseudonyms, LOOKS_ISSUED, type Pseudonyms, STANDS_ALONE } from './pseudonyms.ts';
import { kindByShape, TOKEN_CHARACTER } from './shapes.ts';
import { stringsIn } from './strings-in.ts';
import { type Hit, OPAQUE, structuresIn } from './structures.ts';
import { type Known, namesIn } from './words.ts';

/**
 * Takes the names of a cluster out of what is sent to a model, and puts them back into its answer.
 *
 * `mask` is for values of the cluster, never for a whole prompt: an object may be called `pod`, or `the`.
 */
export interface Masking {
  /** Replaces every name, address and key by its pseudonym. Text that is masked already stays as it is. */
  mask(text: string): string;
  /** Puts back what the pseudonyms stand for, as a model writes them: quoted, capitalised, before a full stop. */
  unmask(text: string): string;
  /** The names, addresses and keys that stand in values which are about to be sent, and which masking would change. */
  leaks(values: string): readonly string[];
}

export interface MaskingParts {
  /** Every name that is known of the cluster: objects, namespaces, nodes, images, hosts, label values, users. */
  readonly names: Iterable<string>;
  /** Kept on this machine: with it, a name has one pseudonym in every run. */
  readonly salt: string;
  /** A keyed hash, as hexadecimal digits. */
  readonly hmac: (salt: string, text: string) => string;
  /** Words of our own sentences. A known name that is one of them is masked only where it stands as a name. */
  readonly vocabulary: ReadonlySet<string>;
  /** True for a word of plain English, of Kubernetes or of what programs write. Any other word is masked. */
  readonly isPlain: (word: string) => boolean;
}

/** Makes the one place through which the values in a prompt pass. Its pseudonyms are the same for the same salt. */
export function createMasking({ names, salt, hmac, vocabulary, isPlain }: MaskingParts): Masking {
  const known: Known = { dictionary: createDictionary(names), vocabulary, isPlain };
  const pseudonyms = createPseudonyms(
    (text) => hmac(salt, text),
    (name) => known.dictionary.hasSpelling(name) || vocabulary.has(name),
  );
  // In one order, before any text is seen: which of two names that collide gets the longer pseudonym depends on nothing.
  let prepared = false;
  const prepare = (): void => {
    if (prepared) return;
    prepared = true;
    for (const name of known.dictionary.all) pseudonyms.of(name, kindByShape(name));
  };
  return {
    mask: (text) => {
      prepare();
      let masked = '';
      let at = 0;
      for (const { start, end, kind } of hitsIn(text, known, pseudonyms)) {
        masked += `${text.slice(at, start)}${pseudonyms.of(text.slice(start, end), kind)}`;
        at = end;
      }
      return masked + text.slice(at);
    },
    unmask: (text) => text.replace(LOOKS_ISSUED, (found) => pseudonyms.original(found) ?? found),
    leaks: (values) => {
      prepare();
      const found = new Set<string>();
      for (const { text, isKey } of stringsIn(values)) {
        for (const { start, end, listed } of hitsIn(text, known, pseudonyms)) {
          if (listed || !isKey) found.add(text.slice(start, end));
        }
      }
      return [...found].sort();
    },
  };
}

/**
 * What must not be sent of a text, in order and apart from each other.
 *
 * Looks again at what is left, until nothing is found: a name that is gone can give its neighbours another meaning, and
 * masking what is masked has to change nothing.
 */
function hitsIn(text: string, known: Known, pseudonyms: Pseudonyms): readonly Hit[] {
  let open = withoutIssued(text, pseudonyms);
  let hits: readonly Hit[] = [];
  for (;;) {
    const more = [...structuresIn(open), ...namesIn(open, known)]
      .map((hit) => wholeWords(open, hit))
      .filter(({ start, end }) => !isOpaque(open.slice(start, end)));
    if (more.length === 0) return hits.map((hit) => asNamed(hit, text, known));
    hits = joined(text, [...hits, ...more]);
    open = more.reduce((left, { start, end }) => painted(left, start, end), open);
  }
}

/** A known name has one pseudonym, whatever it is a part of. */
function asNamed(hit: Hit, text: string, { dictionary }: Known): Hit {
  const found = text.slice(hit.start, hit.end);
  if (dictionary.has(found)) return { ...hit, kind: kindByShape(found), listed: true };
  return hit.kind === 'name' ? { ...hit, kind: kindByShape(found) } : hit;
}

function painted(text: string, start: number, end: number): string {
  return `${text.slice(0, start)}${OPAQUE.repeat(end - start)}${text.slice(end)}`;
}

const TIME =
  /(?<![\p{L}\p{N}_.:-])(?:\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?(?:Z|[+-]\d\d:?\d\d)?)?|\d\d?:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)(?![\p{L}\p{N}_:-]|\.[\p{L}\p{N}])/gu;

/** The text with its pseudonyms and times made opaque, character for character. */
function withoutIssued(text: string, pseudonyms: Pseudonyms): string {
  return text
    .replace(STANDS_ALONE, (found) => (pseudonyms.original(found) === undefined ? found : OPAQUE.repeat(found.length)))
    .replace(TIME, (found) => OPAQUE.repeat(found.length));
}

/** True for pseudonyms with nothing but signs around them. */
function isOpaque(text: string): boolean {
  return text.includes(OPAQUE) && !/[\p{L}\p{N}]/u.test(text);
}

/** Widens a hit to the words that it cuts: no pseudonym stands inside a word. */
function wholeWords(text: string, hit: Hit): Hit {
  let { start, end } = hit;
  // A backslash goes along, or it would escape the first letter of the pseudonym: DOMAIN\jane is one name.
  while (
    start > 0 &&
    !endsEscape(text, start) &&
    (text[start - 1] === '\\' || isWordPart(characterBefore(text, start)))
  ) {
    start -= characterBefore(text, start).length;
  }
  while (end < text.length && isWordPart(characterAt(text, end))) end += characterAt(text, end).length;
  while (start < hit.start && /[.-]/.test(text[start] ?? '')) start++;
  while (end > hit.end && /[.-]/.test(text[end - 1] ?? '')) end--;
  return { ...hit, start, end };
}

function isWordPart(character: string): boolean {
  return character === OPAQUE || TOKEN_CHARACTER.test(character);
}

/** True behind a written \n. */
function endsEscape(text: string, at: number): boolean {
  return /\\[nrtbfv][.-]*$/.test(text.slice(Math.max(0, at - 20), at));
}

function characterAt(text: string, at: number): string {
  return String.fromCodePoint(text.codePointAt(at) ?? 0);
}

function characterBefore(text: string, at: number): string {
  const low = text.charCodeAt(at - 1);
  return low >= 0xdc00 && low <= 0xdfff && at > 1 ? characterAt(text, at - 2) : (text[at - 1] ?? '');
}

/** Joins hits that overlap. The longest gives its kind, and a joint one the kind that its shape has. */
function joined(text: string, hits: readonly Hit[]): readonly Hit[] {
  const apart: Hit[] = [];
  for (const hit of [...hits].sort((left, right) => left.start - right.start || right.end - left.end)) {
    const last = apart.at(-1);
    if (last === undefined || hit.start > last.end) {
      apart.push(hit);
      continue;
    }
    const end = Math.max(last.end, hit.end);
    const listed = last.listed || hit.listed;
    const same = hit.end <= last.end;
    apart[apart.length - 1] = {
      ...last,
      end,
      listed,
      kind: same ? last.kind : kindByShape(text.slice(last.start, end)),
    };
  }
  return apart;
}
