import type { ModelFacts } from '../facts.ts';
import { defineLine } from '../line.ts';
import { isOlder, versionNumbers } from '../version-number.ts';

/** The first that holds an answer to a schema. @see https://ollama.com/blog/structured-outputs */
const OLDEST = [0, 5];

type Judged =
  | { readonly status: 'ok'; readonly version: string }
  | { readonly status: 'skip' }
  | { readonly status: 'fail'; readonly version: string };

export const version = defineLine<ModelFacts, Judged>({
  area: 'model',
  name: 'version',
  judge(model) {
    if (model.state !== 'answered') return null;
    const numbers = model.version === null ? null : versionNumbers(model.version);
    // A server that somebody built calls itself 0.0.0.
    if (model.version === null || numbers === null || numbers.every((part) => part === 0)) return { status: 'skip' };
    return { status: isOlder(numbers, OLDEST) ? 'fail' : 'ok', version: model.version };
  },
  words(judged) {
    switch (judged.status) {
      case 'ok':
        return { seen: `Ollama ${judged.version}` };
      case 'skip':
        return { seen: 'the server does not tell a version; 0.5 or newer is needed' };
      case 'fail':
        return {
          seen: `Ollama ${judged.version} cannot hold an answer to a schema; 0.5 or newer is needed`,
          mend: 'install a newer one: https://ollama.com/download, or docker pull ollama/ollama',
        };
    }
  },
});
