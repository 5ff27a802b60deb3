import stringWidth from 'string-width';

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Breaks text at spaces into lines of at most `width` columns; a word that is longer is cut, best behind punctuation. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((part) => part !== '')) {
    let rest = word;
    if (line !== '') {
      const room = width - stringWidth(line) - 1;
      if (stringWidth(word) <= room) {
        line += ` ${word}`;
        continue;
      }
      // A word that must be cut anyway leaves no half-empty line before it.
      if (stringWidth(word) > width && room > width / 2) {
        const head = headOf(word, room);
        line += ` ${head}`;
        rest = word.slice(head.length);
      }
      lines.push(line);
    }
    while (stringWidth(rest) > width) {
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
    columns += stringWidth(segment);
    if (head !== '' && columns > width) break;
    head += segment;
  }
  const soft = /^.*[/.,:;=@_-]/s.exec(head)?.[0] ?? '';
  return soft.length > head.length / 2 ? soft : head;
}
