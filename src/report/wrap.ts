import { textWidth } from './text-width.ts';

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Breaks text at spaces into lines of at most `width` columns; a word that is longer is cut, best behind punctuation. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((part) => part !== '')) {
    let rest = word;
    if (line !== '') {
      const room = width - textWidth(line) - 1;
      if (textWidth(word) <= room) {
        line += ` ${word}`;
        continue;
      }
      // A word that must be cut anyway leaves no half-empty line before it.
      if (textWidth(word) > width && room > width / 2) {
        const head = headOf(word, room);
        line += ` ${head}`;
        rest = word.slice(head.length);
      }
      lines.push(line);
    }
    while (textWidth(rest) > width) {
      const head = headOf(rest, width);
      lines.push(head);
      rest = rest.slice(head.length);
    }
    line = rest;
  }
  return line === '' ? lines : [...lines, line];
}

/** The longest beginning that fits, up to its last punctuation if that is in its second half; at least one character. */
function headOf(word: string, width: number): string {
  let head = '';
  let columns = 0;
  for (const { segment } of GRAPHEMES.segment(word)) {
    columns += textWidth(segment);
    if (head !== '' && columns > width) break;
    head += segment;
  }
  const soft = /^.*[/.,:;=@_-]/s.exec(head)?.[0] ?? '';
  return soft.length > head.length / 2 ? soft : head;
}
