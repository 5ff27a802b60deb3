import { Chalk } from 'chalk';
import type { Severity } from '../findings/severity.ts';
import type { RenderOptions } from './options.ts';
import { textWidth } from './text-width.ts';
import { visible } from './visible.ts';
import { wrap } from './wrap.ts';

/** Colours finished text. */
type Paint = (text: string) => string;

/** One line before it is wrapped, in the cluster's own words. */
export interface Line {
  readonly text: string;
  /** Goes on behind the text if all of it fits on one line, else begins a line of its own. */
  readonly tail?: string;
  readonly paint?: Paint | undefined;
  /** Columns by which its further lines are indented. */
  readonly hang?: number;
  /** Stays on one line, however long, so that it can be pasted. */
  readonly unbroken?: boolean;
}

/** Lays out text for a terminal. Whatever passes through it is made harmless first. */
export interface Page {
  readonly verbose: boolean;
  readonly paint: {
    readonly bold: Paint;
    readonly dim: Paint;
    readonly command: Paint;
    readonly severity: Readonly<Record<Severity, Paint>>;
  };
  /** Lines at the left edge. */
  paragraph(...lines: readonly Line[]): readonly string[];
  /** Lines beside a label. */
  section(label: string, lines: readonly Line[], paintLabel?: Paint): readonly string[];
}

/** Where text begins: behind `C critical` and two spaces. */
export const INDENT = 12;
const NARROWEST = 40;
/** Longer lines are hard to read. */
const WIDEST = 120;

/** The columns that are written to in a terminal of that width. */
export function columnsOf(width: number): number {
  return Math.min(Math.max(width, NARROWEST), WIDEST);
}

export function pageOf({
  width,
  color,
  ascii,
  verbose,
}: Pick<RenderOptions, 'width' | 'color' | 'ascii' | 'verbose'>): Page {
  const columns = columnsOf(width);
  const chalk = new Chalk({ level: color ? 1 : 0 });
  const lay = ({ text, tail = '', paint = String, hang = 0, unbroken = false }: Line, indent: number) => {
    const parts = [text, tail].map((part) => visible(part, ascii)).filter((part) => part !== '');
    const whole = parts.join(' ');
    if (unbroken) return [paint(whole)];
    const room = columns - indent - hang;
    const lines = textWidth(whole) <= room ? [whole] : parts.flatMap((part) => wrap(part, room));
    return lines.map((line, index) => `${index === 0 ? '' : ' '.repeat(hang)}${paint(line)}`);
  };
  return {
    verbose,
    paint: {
      bold: chalk.bold,
      dim: chalk.dim,
      command: chalk.cyan,
      severity: {
        critical: chalk.red.bold,
        high: chalk.red,
        medium: chalk.yellow,
        low: chalk.blue,
        info: chalk.dim,
      },
    },
    paragraph: (...lines) => lines.flatMap((line) => lay(line, 0)),
    section(label, lines, paintLabel = chalk.dim) {
      const laid = lines.flatMap((line) => lay(line, INDENT));
      return laid.map((line, index) => {
        const margin = index === 0 ? label : '';
        return `${paintLabel(margin)}${' '.repeat(INDENT - margin.length)}${line}`;
      });
    },
  };
}
