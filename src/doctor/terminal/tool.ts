import type { TerminalFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

export const tool = defineLine<TerminalFacts, { readonly status: 'ok'; readonly version: string }>({
  area: 'terminal',
  name: 'mekhanikube',
  judge: ({ toolVersion }) => ({ status: 'ok', version: toolVersion }),
  words: ({ version }) => ({ seen: `mekhanikube ${version}` }),
});
