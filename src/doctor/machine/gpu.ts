import { byteText } from '../../explain/models/byte-text.ts';
import type { MachineFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

type Judged =
  | { readonly status: 'ok'; readonly name: string; readonly memoryBytes: number | null }
  | { readonly status: 'skip' };

export const gpu = defineLine<MachineFacts, Judged>({
  area: 'machine',
  name: 'gpu',
  judge: (machine) => (machine.gpu === null ? { status: 'skip' } : { status: 'ok', ...machine.gpu }),
  words(judged) {
    if (judged.status === 'skip')
      return { seen: 'none that can be seen from here: a model answers more slowly without' };
    const { name, memoryBytes } = judged;
    return { seen: memoryBytes === null ? name : `${name}, ${byteText(memoryBytes)} for models` };
  },
});
