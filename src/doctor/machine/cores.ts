import { countText } from '../../base/list-text.ts';
import type { MachineFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

export const cores = defineLine<MachineFacts, { readonly status: 'ok'; readonly cores: number }>({
  area: 'machine',
  name: 'cores',
  judge: (machine) => ({ status: 'ok', cores: machine.cores }),
  words: (judged) => ({ seen: countText(judged.cores, 'core') }),
});
