import stringWidth from 'string-width';

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Breaks text at spaces into lines of at most `width` columns; a word that is longer is cut, best behind punctuation. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((part) => part !== '')) {
    if (line !== '' && stringWidth(line) + 1 + stringWidth(word) <= width) {
      line += ` ${word}`;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (stringWidth(line) > width) {
      const head = headOf(line, width);
      lines.push(head);
      line = line.slice(head.length);
    }
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
