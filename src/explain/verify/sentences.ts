/** More sentences than this are not read: the prompt asks for a few. */
const MAX_SENTENCES = 40;

const END = /[.!?。！？]["')\]]*$/u;

/** A full stop behind these ends no sentence. */
const ABBREVIATION = /(?:^|[\s("])(?:e\.g|i\.e|etc|vs|approx|cf|resp|z\.B|d\.h|bzw|ca|p\.ex|p\.ej|ex|Nr|no)\.$/iu;

/** True for a sentence that was written to its end. */
export function isFinished(sentence: string): boolean {
  return END.test(sentence);
}

/** Splits a paragraph; a full stop inside `web.shop.svc`, `1.5Gi` or `v1.34.4` has no space behind it. */
function split(paragraph: string): readonly string[] {
  const sentences: string[] = [];
  let current = '';
  for (const piece of paragraph.split(/(?<=[.!?]["')\]]*)\s+|(?<=[。！？]["')\]]*)(?!["')\]。！？])/u)) {
    current = current === '' ? piece : `${current} ${piece}`;
    if (ABBREVIATION.test(current)) continue;
    sentences.push(current);
    current = '';
  }
  if (current !== '') sentences.push(current);
  return sentences;
}

/**
 * Splits cleaned text into sentences. A list item or heading without a full stop gets one, unless it is the last of
 * the text: that one was cut off.
 */
export function sentencesOf(text: string): readonly string[] {
  const paragraphs = text.split(/\n{2,}/u).map((paragraph) => paragraph.replace(/\s+/gu, ' ').trim());
  const filled = paragraphs.filter((paragraph) => paragraph !== '');
  return filled
    .flatMap((paragraph, index) => {
      const sentences = split(paragraph).map((sentence) => sentence.trim());
      const last = sentences.at(-1);
      if (last === undefined || isFinished(last) || index === filled.length - 1) return sentences;
      return [...sentences.slice(0, -1), `${last.replace(/[,;:-]+$/u, '')}.`];
    })
    .filter((sentence) => sentence !== '')
    .slice(0, MAX_SENTENCES);
}
