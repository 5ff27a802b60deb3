import type { ProxyFacts } from '../facts.ts';
import { defineLine } from '../line.ts';
import { isExempt } from './exempt.ts';
import { isNearby } from './nearby.ts';

interface Judged {
  readonly status: 'ok' | 'warn';
  readonly host: string;
  readonly proxy: string | null;
}

export const modelServer = defineLine<ProxyFacts, Judged>({
  area: 'proxy',
  name: 'model',
  judge({ modelServer: peer, httpProxy, httpsProxy, noProxy, isNodeTold }) {
    if (peer === null || (httpProxy === null && httpsProxy === null)) return null;
    const { host, port, isTls } = peer;
    const named = isTls ? httpsProxy : httpProxy;
    const proxy = isNodeTold && !isExempt(noProxy, host, port) ? named : null;
    return { status: proxy !== null && isNearby(host) ? 'warn' : 'ok', host, proxy };
  },
  words({ status, host, proxy }) {
    if (proxy === null) return { seen: `the model server ${host} is reached directly` };
    return {
      seen: `the model server ${host} is reached through the proxy ${proxy}, as NODE_USE_ENV_PROXY asks for`,
      mend: status === 'warn' ? `export NO_PROXY="$NO_PROXY,${host}"` : null,
    };
  },
});
