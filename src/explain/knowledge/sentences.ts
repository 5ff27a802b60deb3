/** A code span of Markdown with its backticks, or a run of text outside of one. */
const PART = /`[^`]*`|[^`]+|`/g;

/** Cuts prose into code spans, with their backticks, and the text between them. */
export function partsOf(text: string): readonly string[] {
  return text.match(PART) ?? [];
}

/** What stands in a code span; undefined for text outside of one. */
export function codeOf(part: string): string | undefined {
  return part.length > 1 && part.startsWith('`') && part.endsWith('`') ? part.slice(1, -1) : undefined;
}

/** The paragraphs of a section, each on one line: where the source breaks its lines means nothing. */
export function paragraphsOf(section: string): readonly string[] {
  return section
    .split(/\n\s*\n/)
    .map((paragraph) => paragraph.replace(/\s+/g, ' ').trim())
    .filter((paragraph) => paragraph !== '');
}

/** The sentences of a paragraph. A full stop within a code span or a quotation ends none. */
export function sentencesOf(paragraph: string): readonly string[] {
  const sentences: string[] = [];
  let sentence = '';
  for (const piece of partsOf(paragraph).flatMap(cut)) {
    if (ENDED.test(sentence) && STARTS.test(piece)) {
      sentences.push(sentence.trim());
      sentence = '';
    }
    sentence += piece;
  }
  if (sentence.trim() !== '') sentences.push(sentence.trim());
  return sentences;
}

/** The end of a sentence, with the space after it. */
const ENDED = /[.!?]\)? $/;

const STARTS = /^["(]?[`\p{Lu}\p{N}]/u;

/** Text outside of code, cut behind each mark that may end a sentence. */
function cut(part: string): readonly string[] {
  return codeOf(part) === undefined ? part.split(/(?<=[.!?]\)? )/) : [part];
}
