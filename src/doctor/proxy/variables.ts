import type { ProxyFacts } from '../facts.ts';
import { defineLine } from '../line.ts';

interface Judged {
  readonly status: 'ok';
  readonly set: readonly string[];
}

export const variables = defineLine<ProxyFacts, Judged>({
  area: 'proxy',
  name: 'variables',
  judge({ httpProxy, httpsProxy, noProxy }) {
    const all = { HTTPS_PROXY: httpsProxy, HTTP_PROXY: httpProxy, NO_PROXY: noProxy };
    const set = Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [`${name}=${value}`]));
    return { status: 'ok', set };
  },
  words: ({ set }) => ({ seen: set.length === 0 ? 'no proxy is set' : set.join(', ') }),
});
