import type { EvidenceLine, Material } from '../evidence/evidence-line.ts';
import { stripInvisible } from './clean.ts';
import { isInstruction } from './instruction.ts';
import { namesIn, namesOf } from './names.ts';
import { numbersIn } from './numbers.ts';
import { wholeWordsIn, wordsIn } from './tokens.ts';

/** What the sentences about one finding may rest on, gathered once. */
export interface Support {
  /** Every name of the evidence, free text included. */
  readonly names: ReadonlySet<string>;
  /** Names of objects, and those in our statements and in fields. */
  readonly trustedNames: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  /** Words of statements, fields and of our own prose, in lower case, each a whole one. */
  readonly words: ReadonlySet<string>;
  /** The words and parts of names of the same as one text, to look for concepts in. */
  readonly subject: string;
  /** The words of events and logs, which support names, numbers and quotations. */
  readonly freeSubject: string;
  /** Trusted lines and our own prose, as text. */
  readonly trusted: readonly string[];
  /** The sentences of our own prose, as `bareText` has them. */
  readonly ownSentences: ReadonlySet<string>;
  /** Every line that can be relied on for a number. */
  readonly countable: readonly string[];
  /** Lines of events, logs and free fields. */
  readonly free: readonly string[];
}

/** A text without quotes, full stops and the kind of its white space, to compare whole sentences. */
export function bareText(text: string): string {
  return text.replace(/[\s"'`.]+/gu, ' ').trim();
}

/** Fields whose value is a text that somebody else wrote. */
const FREE_FIELD = /\.message\b|\bmessage\s*[=:]|\bannotations\b|\bdescription\b/iu;

function isFree({ origin, text }: EvidenceLine): boolean {
  return origin === 'event' || origin === 'log' || (origin === 'field' && FREE_FIELD.test(text));
}

/** A statement that carries somebody's instruction counts only up to where it quotes. */
function reliablePart({ origin, text }: EvidenceLine): string {
  if (!isInstruction(text)) return text;
  return origin === 'statement' ? (/^[^":{]*/u.exec(text)?.[0] ?? '') : '';
}

/** Our prose names fields and programs; its placeholders (`NAME`) name nothing. */
function ownNames(ownWords: string): readonly string[] {
  return namesIn(ownWords).filter((name) => !/\d/u.test(name) && !/^[A-Z-]+$/u.test(name) && !/^-/u.test(name));
}

/** The parts of one answer are verified one after the other against the same material. */
const GATHERED = new WeakMap<Material, Support>();

/** Gathers what may be named, counted and spoken of. Lines that read like an instruction support nothing. */
export function supportOf(material: Material): Support {
  const before = GATHERED.get(material);
  if (before !== undefined) return before;
  const support = gather(material);
  GATHERED.set(material, support);
  return support;
}

function gather(material: Material): Support {
  const free = material.lines.filter(isFree).map(({ text }) => stripInvisible(text));
  const harmless = free.filter((text) => !isInstruction(text));
  const trusted = material.lines
    .filter((line) => !isFree(line))
    .map((line) => reliablePart({ ...line, text: stripInvisible(line.text) }));
  const objects = material.objects.flatMap(namesOf);
  const trustedNames = new Set([...objects, ...trusted.flatMap(namesIn), ...ownNames(material.ownWords)]);
  const lines = [...trusted, ...harmless];
  const trustedText = [...trusted, ...objects, material.ownWords].join(' \n ');
  return {
    names: new Set([...trustedNames, ...harmless.flatMap(namesIn)]),
    trustedNames,
    numbers: new Set(lines.flatMap(numbersIn)),
    words: new Set(wholeWordsIn(trustedText)),
    subject: wordsIn(trustedText).join(' '),
    freeSubject: wordsIn(harmless.join(' \n ')).join(' '),
    trusted: [...trusted, material.ownWords],
    ownSentences: new Set(material.ownWords.split(/(?<=[.!?])\s+|\n{2,}/u).map(bareText)),
    countable: lines,
    free: harmless,
  };
}
