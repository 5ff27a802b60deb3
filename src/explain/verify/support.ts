import type { ObjectRef } from '../../kube/object-ref.ts';
import type { Material } from '../evidence/evidence-line.ts';
import { stripInvisible } from './clean.ts';
import { isInstruction } from './instruction.ts';
import { namesIn, namesOf } from './names.ts';
import { numbersIn } from './numbers.ts';
import { bareText, statementsOf } from './statements.ts';
import { wholeWordsIn, wordsIn } from './tokens.ts';
import { foreignOf, isFreeLine, ownOf } from './trust.ts';

/** What the sentences about one finding may rest on, gathered once. */
export interface Support {
  /** Every name of the evidence, free text included. */
  readonly names: ReadonlySet<string>;
  /** Names of objects, and those in our statements and in fields. */
  readonly trustedNames: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  /** Numbers of our statements and of fields. */
  readonly trustedNumbers: ReadonlySet<string>;
  /** Words of statements, fields and of our own prose, in lower case, each a whole one. */
  readonly words: ReadonlySet<string>;
  /** The words and parts of names of the same as one text, to look for concepts in. */
  readonly subject: string;
  /** The words of the evidence alone: what only our prose speaks of may be so, and is not seen. */
  readonly seen: string;
  /** The words of events and logs, which support names, numbers and quotations. */
  readonly freeSubject: string;
  /** Our part of the lines, and our own prose, as text. */
  readonly trusted: readonly string[];
  /** Our part of the lines. */
  readonly own: readonly string[];
  /** Words of what follows from the problem, and those of everything else that the evidence says. */
  readonly consequences: ReadonlySet<string>;
  readonly premises: ReadonlySet<string>;
  /** Kinds with their names, in lower case: `pod web-1`, `namespace shop`. */
  readonly pairs: ReadonlySet<string>;
  /** What is stated, to be said again word for word. */
  readonly statements: ReadonlySet<string>;
  /** The sentences of our own prose, as `bareText` has them. */
  readonly ownSentences: ReadonlySet<string>;
  /** Every line that can be relied on for a number. */
  readonly countable: readonly string[];
  /** Lines of events, logs and free fields. */
  readonly free: readonly string[];
}

/** Our prose names fields and programs; its placeholders (`NAME`) name nothing. */
function ownNames(ownWords: string): readonly string[] {
  return namesIn(ownWords).filter((name) => !/\d/u.test(name) && !/^[A-Z-]+$/u.test(name) && !/^-/u.test(name));
}

const CONSEQUENCE = /^Follows from it: /u;

function pairsOf({ kind, namespace, name }: ObjectRef): readonly string[] {
  const own = [`${kind} ${name}`];
  const all = namespace === null ? own : [...own, `${kind} ${namespace}/${name}`, `namespace ${namespace}`];
  return all.map((pair) => pair.toLowerCase());
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
  const lines = material.lines.map((line) => ({ ...line, text: stripInvisible(line.text) }));
  const harmless = lines.flatMap(foreignOf).filter((text) => !isInstruction(text));
  const own = lines.filter((line) => !isFreeLine(line)).map(ownOf);
  const objects = material.objects.flatMap(namesOf);
  const trustedNames = new Set([...objects, ...own.flatMap(namesIn), ...ownNames(material.ownWords)]);
  const countable = [...own, ...harmless];
  const trustedText = [...own, ...objects, material.ownWords].join(' \n ');
  const follows = lines.filter(({ text }) => CONSEQUENCE.test(text));
  const others = lines.filter(({ text }) => !CONSEQUENCE.test(text)).map(({ text }) => text);
  const title = material.ownWords.split('\n', 1)[0] ?? '';
  return {
    names: new Set([...trustedNames, ...harmless.flatMap(namesIn)]),
    trustedNames,
    numbers: new Set(countable.flatMap(numbersIn)),
    trustedNumbers: new Set(own.flatMap(numbersIn)),
    words: new Set(wholeWordsIn(trustedText)),
    subject: wordsIn(trustedText).join(' '),
    seen: wordsIn([...own, ...harmless, ...objects, title].join(' \n ')).join(' '),
    freeSubject: wordsIn(harmless.join(' \n ')).join(' '),
    trusted: [...own, material.ownWords],
    own,
    consequences: new Set(follows.flatMap(({ text }) => wordsIn(text.replace(CONSEQUENCE, '')))),
    premises: new Set(wordsIn([...others, title].join(' \n '))),
    pairs: new Set(material.objects.flatMap(pairsOf)),
    statements: statementsOf(lines),
    ownSentences: new Set(material.ownWords.split(/(?<=[.!?])\s+|\n{2,}/u).map(bareText)),
    countable,
    free: harmless,
  };
}
