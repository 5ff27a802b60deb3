import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { MekhanikubeError } from '../../base/errors.ts';

const OLLAMA_PORT = '11434';
/** An address to listen on, and where a client finds what listens there. */
const TO_CONNECT: ReadonlyMap<string, string> = new Map([
  ['0.0.0.0', '127.0.0.1'],
  ['[::]', '[::1]'],
]);

/**
 * The address in `OLLAMA_HOST`, as Ollama's own programs read it: `host`, `host:port`, `:port` or a URL. The
 * port is 11434 where there is neither port nor scheme.
 *
 * @throws MekhanikubeError `usage` for what is no address, or holds a user or a password.
 */
export function normaliseOllamaHost(text: string): string {
  const given = text
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(given);
  const host = /^[0-9a-f]*:[0-9a-f:.]*:[0-9a-f:.]*$/i.test(given) ? `[${given}]` : given;
  const url = parseUrl(hasScheme ? host : `http://${host.startsWith(':') || host === '' ? '127.0.0.1' : ''}${host}`);
  url.hostname = TO_CONNECT.get(url.hostname) ?? url.hostname;
  const authority = host.split('/')[0]?.replace(/^\[.*\]/, '') ?? '';
  if (!hasScheme && !/:\d+$/.test(authority)) url.port = OLLAMA_PORT;
  return withoutSlash(url);
}

/**
 * The address of an API, without a slash at its end.
 *
 * @throws MekhanikubeError `usage` for what is no address, or holds a user or a password.
 */
export function normaliseBaseUrl(text: string): string {
  const url = parseUrl(text.trim());
  url.hostname = TO_CONNECT.get(url.hostname) ?? url.hostname;
  return withoutSlash(url);
}

function withoutSlash(url: URL): string {
  const port = url.port === '' ? '' : `:${url.port}`;
  return `${url.protocol}//${url.hostname}${port}${url.pathname.replace(/\/+$/, '')}`;
}

/** Never repeats what it was given: a password may be in it. */
function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || url.hostname === '' || !/^https?:$/.test(url.protocol)) {
    const what = url === null ? 'is not a URL' : `begins with ${url.protocol}`;
    throw new MekhanikubeError('usage', `the model server's address ${what}`, {
      hint: 'give it as http://host:port or https://host:port, with --base-url or OLLAMA_HOST',
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw new MekhanikubeError('usage', `the address of ${url.host} holds a user or a password`, {
      hint: 'leave them out, and set MEKHANIKUBE_API_KEY',
    });
  }
  return url;
}

/** Where a prompt goes: stays with the user, or leaves. */
export type Locality = 'local' | 'remote';

/** The addresses of a name; none where it does not resolve. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** Asks the system. */
export async function resolveHost(host: string): Promise<readonly string[]> {
  const found = await lookup(host, { all: true }).catch(() => []);
  return found.map((entry) => entry.address);
}

/** Names that Docker gives to the machine that it runs on. */
const HOST_NAMES = new Set(['localhost', 'host.docker.internal', 'gateway.docker.internal']);

const NEAR = new BlockList();
NEAR.addSubnet('127.0.0.0', 8, 'ipv4');
NEAR.addSubnet('10.0.0.0', 8, 'ipv4');
NEAR.addSubnet('172.16.0.0', 12, 'ipv4');
NEAR.addSubnet('192.168.0.0', 16, 'ipv4');
NEAR.addSubnet('169.254.0.0', 16, 'ipv4');
NEAR.addAddress('0.0.0.0', 'ipv4');
NEAR.addAddress('::', 'ipv6');
NEAR.addAddress('::1', 'ipv6');
NEAR.addSubnet('fc00::', 7, 'ipv6');
NEAR.addSubnet('fe80::', 10, 'ipv6');

/**
 * Whether a server is on this machine or on a private network.
 *
 * A name without dots, as compose gives to a service, is one only if all its addresses are: a search domain may
 * lead it elsewhere. A name that does not resolve is, as nothing can be sent to it.
 *
 * @throws MekhanikubeError `usage` for what is no address.
 */
export async function localityOf(baseUrl: string, resolve: Resolve): Promise<Locality> {
  const host = parseUrl(baseUrl)
    .hostname.replace(/\.+$/, '')
    .replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return isNear(host) ? 'local' : 'remote';
  if (HOST_NAMES.has(host) || host.endsWith('.localhost')) return 'local';
  if (host.includes('.')) return 'remote';
  const addresses = await resolve(host).catch(() => []);
  return addresses.every(isNear) ? 'local' : 'remote';
}

function isNear(address: string): boolean {
  const bare = address.replace(/%.*$/, '');
  return NEAR.check(bare, isIP(bare) === 6 ? 'ipv6' : 'ipv4');
}
