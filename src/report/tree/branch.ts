import type { RenderOptions } from '../options.ts';
import { columnsOf, INDENT } from '../page.ts';
import { visible } from '../visible.ts';
import { wrap } from '../wrap.ts';

/** A line of a tree and what hangs below it. */
export interface Branch {
  readonly text: string;
  readonly paint?: ((text: string) => string) | undefined;
  readonly branches: readonly Branch[];
}

interface Signs {
  readonly fork: string;
  readonly last: string;
  readonly past: string;
}

const SIGNS: Signs = { fork: '├─ ', last: '└─ ', past: '│  ' };
const ASCII_SIGNS: Signs = { fork: '|- ', last: '`- ', past: '|  ' };
/** Deeper branches keep this much room, though they leave the page. */
const NARROWEST = 24;

/** Draws a tree; what is too long goes on beside the line that leads past it. */
export function treeLines(root: Branch, { width, ascii }: Pick<RenderOptions, 'width' | 'ascii'>): readonly string[] {
  const signs = ascii ? ASCII_SIGNS : SIGNS;
  const columns = columnsOf(width);
  const lines: string[] = [];
  const draw = ({ text, paint = String, branches }: Branch, first: string, further: string): void => {
    const room = Math.max(columns - INDENT - further.length - signs.past.length, NARROWEST);
    const below = branches.length === 0 ? '' : signs.past;
    for (const [index, line] of wrap(visible(text, ascii), room).entries()) {
      lines.push(`${' '.repeat(INDENT)}${index === 0 ? first : `${further}${below}`}${paint(line)}`);
    }
    for (const [index, branch] of branches.entries()) {
      const isLast = index === branches.length - 1;
      draw(branch, `${further}${isLast ? signs.last : signs.fork}`, `${further}${isLast ? '   ' : signs.past}`);
    }
  };
  draw(root, '', '');
  return lines;
}
