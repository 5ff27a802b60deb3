import type { TerminalFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

interface Judged {
  readonly status: 'ok';
  readonly color: boolean;
  readonly isTty: boolean;
}

export const color = defineLine<TerminalFacts, Judged>({
  area: 'terminal',
  name: 'color',
  judge: ({ color: isOn, isTty }) => ({ status: 'ok', color: isOn, isTty }),
  words: ({ color: isOn, isTty }) => ({
    seen: `${isOn ? 'colour' : 'no colour'}; standard output is ${isTty ? 'a terminal' : 'no terminal'}`,
  }),
});
