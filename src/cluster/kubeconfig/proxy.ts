import { BlockList, isIP } from 'node:net';
import { MekhanikubeError } from '../../base/errors.ts';
import { originalServer } from '../reach/original-server.ts';
import type { Target } from './choose-context.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Gives the cluster the proxy that the environment names, by the rules of kubectl: `proxy-url` of the kubeconfig wins;
 * else HTTPS_PROXY, or HTTP_PROXY for plain HTTP, unless NO_PROXY or a loopback says otherwise; small letters do too.
 *
 * @throws MekhanikubeError `usage` for a proxy that cannot be used
 * @see https://pkg.go.dev/golang.org/x/net/http/httpproxy#Config
 */
export function withEnvironmentProxy(target: Target, env: Environment): Target {
  const { server, cluster } = target;
  const variable = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const proxy = either(env, variable);
  // A server that was found at another address for the host's loopback needs no proxy there either.
  const asked = originalServer(cluster) ?? server;
  if (cluster['proxy-url'] || proxy === '' || isExempt(asked, either(env, 'NO_PROXY'))) return target;
  return { ...target, cluster: { ...cluster, 'proxy-url': proxyUrl(proxy, variable) } };
}

function either(env: Environment, variable: string): string {
  return env[variable] || env[variable.toLowerCase()] || '';
}

const SCHEMES = ['http:', 'https:', 'socks5:', 'socks5h:'];

function proxyUrl(text: string, variable: string): string {
  // Without a scheme, it is the host and port of an HTTP proxy.
  const url = URL.parse(text.includes('://') ? text : `http://${text}`);
  if (url !== null && SCHEMES.includes(url.protocol) && url.hostname !== '') return url.href;
  // It may hold a password: it is not repeated.
  throw new MekhanikubeError('usage', `the proxy that ${variable} names cannot be used`, {
    hint: 'it must be like http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT',
  });
}

function isExempt(server: URL, noProxy: string): boolean {
  const host = server.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = server.port || (server.protocol === 'https:' ? '443' : '80');
  if (host === 'localhost' || (isIP(host) !== 0 && contains('127.0.0.0/8', host)) || host === '::1') return true;
  return noProxy
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry !== '' && matches(entry, host, port));
}

/** One entry of NO_PROXY: `*`, a range of addresses, or a host or address, with or without a port. */
function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') return true;
  if (entry.includes('/')) return isIP(host) !== 0 && contains(entry, host);
  const [name, wantedPort] = split(entry);
  if (wantedPort !== undefined && wantedPort !== port) return false;
  if (isIP(name) !== 0) return isIP(host) !== 0 && contains(`${name}/${isIP(name) === 4 ? 32 : 128}`, host);
  if (name === '') return false;
  const domain = name.replace(/^\*\./, '.');
  return domain.startsWith('.') ? host.endsWith(domain) : host === domain || host.endsWith(`.${domain}`);
}

function split(entry: string): [string, string | undefined] {
  const bracketed = /^\[([^\]]+)\](?::(\d+))?$/.exec(entry);
  if (bracketed !== null) return [bracketed[1] ?? '', bracketed[2]];
  const single = /^([^:]*):(\d+)$/.exec(entry);
  return single === null ? [entry, undefined] : [single[1] ?? '', single[2]];
}

function contains(range: string, host: string): boolean {
  const [base = '', bits = ''] = range.split('/');
  const family = isIP(base);
  if (family === 0 || !/^\d{1,3}$/.test(bits) || Number(bits) > (family === 4 ? 32 : 128)) return false;
  const list = new BlockList();
  list.addSubnet(base, Number(bits), family === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
}
