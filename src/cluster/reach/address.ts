import { BlockList, isIP } from 'node:net';

/** A host and port, as they are dialled: an IPv6 address without brackets. */
export interface Address {
  readonly host: string;
  readonly port: number;
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');
// What listens on every address is written like this, and dialled as the loopback.
LOOPBACK.addAddress('0.0.0.0');
LOOPBACK.addAddress('::', 'ipv6');

/** Whether a server is on the machine itself, wherever the kubeconfig is read. */
export function isLoopback({ host }: Address): boolean {
  const family = isIP(host);
  if (family !== 0) return LOOPBACK.check(host, family === 4 ? 'ipv4' : 'ipv6');
  return /^(.*\.)?localhost\.?$/.test(host);
}

export function addressOf(server: URL): Address {
  return {
    host: server.hostname.replace(/^\[|\]$/g, ''),
    port: Number(server.port) || (server.protocol === 'http:' ? 80 : 443),
  };
}

/** `host:port`, an IPv6 address in brackets. */
export function addressText({ host, port }: Address): string {
  return `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

/** The same server at another address. */
export function serverAt({ protocol, pathname }: URL, address: Address): URL {
  return new URL(pathname, `${protocol}//${addressText(address)}`);
}
