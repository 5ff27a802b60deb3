import type { TerminalFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

/** Below it, commands and names are wrapped so often that they are hard to read. */
const NARROWEST = 60;

interface Judged {
  readonly status: 'ok' | 'warn';
  readonly width: number;
}

export const width = defineLine<TerminalFacts, Judged>({
  area: 'terminal',
  name: 'width',
  judge: (terminal) => ({ status: terminal.width < NARROWEST ? 'warn' : 'ok', width: terminal.width }),
  words: ({ status, width: columns }) => ({
    seen: `${columns} columns`,
    mend: status === 'warn' ? 'make the window wider, or set COLUMNS' : null,
  }),
});
