import type { ModelFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

type Judged =
  | { readonly status: 'ok'; readonly baseUrl: string }
  | { readonly status: 'warn'; readonly what: 'remote'; readonly baseUrl: string }
  | { readonly status: 'warn'; readonly what: 'unreachable'; readonly message: string }
  | { readonly status: 'fail'; readonly message: string; readonly hint: string };

/** Built-in explanations need no model, so that its absence is no failure; an address that is none is a mistake. */
export const server = defineLine<ModelFacts, Judged>({
  area: 'model',
  name: 'server',
  judge(model) {
    if (model.state === 'misaddressed') return { status: 'fail', message: model.message, hint: model.hint };
    if (model.state === 'unreachable') return { status: 'warn', what: 'unreachable', message: model.message };
    const { baseUrl, isRemote } = model;
    return isRemote ? { status: 'warn', what: 'remote', baseUrl } : { status: 'ok', baseUrl };
  },
  words(judged) {
    if (judged.status === 'ok') return { seen: `Ollama answers at ${judged.baseUrl}` };
    if (judged.status === 'fail') return { seen: judged.message, mend: judged.hint };
    return judged.what === 'unreachable'
      ? {
          seen: `${judged.message}; findings are explained with the built-in texts`,
          mend: 'start it: ollama serve, or say where it is with OLLAMA_HOST',
        }
      : {
          seen: `${judged.baseUrl} is neither this machine nor a private network: nothing is sent there unasked`,
          mend: 'use a server nearby, or allow it: mekhanikube analyze --explain --allow-remote-model',
        };
  },
});
