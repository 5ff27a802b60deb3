const VOWELS = 'aeiou';

/** A short word that ends in consonant, vowel, consonant doubles its end: "stop", "stopped". */
function doubled(stem: string): string | null {
  const [before, vowel, last] = stem.slice(-3);
  if (before === undefined || vowel === undefined || last === undefined) return null;
  const fits = !VOWELS.includes(before) && VOWELS.includes(vowel) && !`${VOWELS}wxy`.includes(last);
  return fits ? stem + last : null;
}

function endsInConsonantY(stem: string): boolean {
  return stem.endsWith('y') && !VOWELS.includes(stem.at(-2) ?? 'a');
}

/** The form in -s: plural of a noun, third person of a verb. */
export function withS(stem: string): string {
  if (endsInConsonantY(stem)) return `${stem.slice(0, -1)}ies`;
  return /(?:s|x|z|ch|sh)$/u.test(stem) ? `${stem}es` : `${stem}s`;
}

/** The stems that a vowel can be put behind. Both are returned where the language has two: "labeled", "labelled". */
function beforeVowel(stem: string): readonly string[] {
  if (stem.endsWith('e')) return [stem.slice(0, -1)];
  const twice = doubled(stem);
  return twice === null ? [stem] : [stem, twice];
}

/** The present participle: "failing". */
export function gerunds(stem: string): readonly string[] {
  if (stem.endsWith('ie')) return [`${stem.slice(0, -2)}ying`];
  if (stem.endsWith('ee')) return [`${stem}ing`];
  return beforeVowel(stem).map((start) => `${start}ing`);
}

/** The past participle of a regular verb: "failed". */
export function participles(stem: string): readonly string[] {
  if (endsInConsonantY(stem)) return [`${stem.slice(0, -1)}ied`];
  return beforeVowel(stem).map((start) => `${start}ed`);
}

/** An adjective's comparison and adverb: "larger", "largest", "largely". */
export function comparisons(stem: string): readonly string[] {
  const starts = endsInConsonantY(stem) ? [`${stem.slice(0, -1)}i`] : beforeVowel(stem);
  const short = (stem.replace(/e$/u, '').match(/[aeiouy]+/gu) ?? []).length === 1 || /(?:y|ow)$/u.test(stem);
  return short ? [...starts.flatMap((start) => [`${start}er`, `${start}est`]), adverb(stem)] : [adverb(stem)];
}

function adverb(stem: string): string {
  if (endsInConsonantY(stem)) return `${stem.slice(0, -1)}ily`;
  if (stem.endsWith('le')) return `${stem.slice(0, -1)}y`;
  return stem.endsWith('ic') ? `${stem}ally` : `${stem}ly`;
}
