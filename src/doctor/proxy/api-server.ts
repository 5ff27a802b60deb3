import type { ProxyFacts } from '../facts.ts';
import { defineLine } from '../line.ts';
import { isNearby } from './nearby.ts';

interface Judged {
  readonly status: 'ok' | 'warn';
  readonly host: string;
  readonly proxy: string | null;
}

/** A server outside goes through the proxy by right; one in the own network hardly ever. */
export const apiServer = defineLine<ProxyFacts, Judged>({
  area: 'proxy',
  name: 'cluster',
  judge({ apiServer: peer, httpProxy, httpsProxy }) {
    if (peer === null || (peer.proxy === null && httpProxy === null && httpsProxy === null)) return null;
    return { status: peer.proxy !== null && isNearby(peer.host) ? 'warn' : 'ok', ...peer };
  },
  words({ status, host, proxy }) {
    if (proxy === null) return { seen: `the API server ${host} is reached directly` };
    return {
      seen: `the API server ${host} is reached through the proxy ${proxy}`,
      mend: status === 'warn' ? `if it is in your own network: export NO_PROXY="$NO_PROXY,${host}"` : null,
    };
  },
});
