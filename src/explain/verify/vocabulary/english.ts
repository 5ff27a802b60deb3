import { ADJECTIVES, ADVERBS, COMPOUND_WORDS } from './adjectives.ts';
import { FUNCTION_WORDS } from './function-words.ts';
import { comparisons, gerunds, participles, withS } from './inflect.ts';
import { NOUNS } from './nouns.ts';
import { IRREGULAR_VERBS, REGULAR_VERBS } from './verbs.ts';

/** The words of a sentence that a model may write about any problem, with their forms. */
const FINITE = "is are was were has have had does do did can cannot could will would may might must needs isn't aren't";

const VERB_FORMS = new Set([
  ...[...REGULAR_VERBS].flatMap((stem) => [stem, withS(stem), ...gerunds(stem), ...participles(stem)]),
  ...IRREGULAR_VERBS,
  ...FINITE.split(' '),
  ...["wasn't", "weren't", "doesn't", "don't", "didn't", "hasn't", "haven't", "can't", "couldn't", "won't", "wouldn't"],
]);

const PARTICIPLES = new Set([...REGULAR_VERBS].flatMap((stem) => [...gerunds(stem), ...participles(stem)]));

const ADJECTIVE_FORMS = new Set([...ADJECTIVES].flatMap((stem) => [stem, ...comparisons(stem)]));

const NOUN_FORMS = new Set([...NOUNS].flatMap((stem) => [stem, withS(stem)]));

const ALL = new Set([
  ...FUNCTION_WORDS,
  ...VERB_FORMS,
  ...ADJECTIVE_FORMS,
  ...ADVERBS,
  ...NOUN_FORMS,
  ...COMPOUND_WORDS,
]);

/** True for a word of the closed vocabulary, in lower case. */
export function isEnglishWord(word: string): boolean {
  return ALL.has(word);
}

export function isVerbForm(word: string): boolean {
  return VERB_FORMS.has(word);
}

/** True for the base form of a verb, which begins a command: "check", "run". */
export function isBaseVerb(word: string): boolean {
  return REGULAR_VERBS.has(word) || (IRREGULAR_VERBS.has(word) && BASE_IRREGULAR.has(word));
}

const BASE_IRREGULAR = new Set(
  `become begin break bring build choose come cut deal draw drive fall feed feel find forbid forget freeze get give go
  grow hang hide hit hold keep know lead leave let lie lose make mean meet put quit read rewrite run say see seek send
  set shut split spread stand stick take tell think throw understand undo wake write bind overwrite rebuild rerun resend
  reset override`.split(/\s+/),
);

/** True for a word that says how something is, and so names nothing: "failing", "new", "crashed". */
export function isDescribing(word: string): boolean {
  return ADJECTIVE_FORMS.has(word) || PARTICIPLES.has(word) || ADVERBS.has(word) || FUNCTION_WORDS.has(word);
}

/** True for a noun that is nothing else. */
export function isOnlyNoun(word: string): boolean {
  return NOUN_FORMS.has(word) && !VERB_FORMS.has(word) && !isDescribing(word);
}

/** How many stems the vocabulary has. */
export const STEM_COUNT =
  FUNCTION_WORDS.size + REGULAR_VERBS.size + IRREGULAR_VERBS.size + ADJECTIVES.size + ADVERBS.size + NOUNS.size;
