import { byteText } from '../../explain/models/byte-text.ts';
import type { MachineFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

interface Judged {
  readonly status: 'ok' | 'warn';
  readonly bytes: number;
}

export const memory = defineLine<MachineFacts, Judged>({
  area: 'machine',
  name: 'memory',
  judge: ({ memoryBytes, isEnoughForModels }) => ({ status: isEnoughForModels ? 'ok' : 'warn', bytes: memoryBytes }),
  words: ({ status, bytes }) =>
    status === 'ok'
      ? { seen: byteText(bytes) }
      : {
          seen: `${byteText(bytes)}: too little for a model here`,
          mend: 'explain with the built-in texts, or with a model on a larger machine: set OLLAMA_HOST',
        },
});
