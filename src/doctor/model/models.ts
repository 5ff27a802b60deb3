import { listText } from '../../base/list-text.ts';
import type { ModelFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

type Judged =
  | { readonly status: 'ok'; readonly used: string; readonly models: readonly string[] }
  | { readonly status: 'skip' }
  | {
      readonly status: 'warn';
      readonly wanted: string | null;
      readonly models: readonly string[];
      readonly pull: string;
    };

/** What is proposed where the machine is too small for what is recommended, and somebody wants a model all the same. */
const SMALLEST = 'gemma3:1b';

export const models = defineLine<ModelFacts, Judged>({
  area: 'model',
  name: 'models',
  judge(model) {
    if (model.state !== 'answered') return null;
    const { models: names, wanted, used, recommended } = model;
    if (names === null) return { status: 'skip' };
    if (used !== null) return { status: 'ok', used, models: names };
    return { status: 'warn', wanted, models: names, pull: wanted ?? recommended?.name ?? SMALLEST };
  },
  words(judged) {
    switch (judged.status) {
      case 'ok':
        return { seen: `${judged.used} would explain; installed: ${listText(judged.models, 6)}` };
      case 'skip':
        return { seen: 'the server does not tell which models it has' };
      case 'warn':
        return { seen: missingText(judged), mend: `mekhanikube model pull ${judged.pull}` };
    }
  },
});

function missingText({ wanted, models: names }: Extract<Judged, { status: 'warn' }>): string {
  const has = names.length === 0 ? 'no model is installed' : `installed: ${listText(names, 6)}`;
  const lacks = wanted === null ? 'no model that can explain' : `${wanted} is not installed`;
  return names.length === 0 && wanted === null
    ? 'no model is installed; findings are explained with the built-in texts'
    : `${lacks}; ${has}`;
}
