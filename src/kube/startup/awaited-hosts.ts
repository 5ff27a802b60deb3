import type { Container } from '../object.ts';

/** Programs whose argument is a host, with its flags before it. */
const PROGRAMS =
  /\b(?:nslookup|getent (?:a?hosts(?:v[46])?)|ping|dig|host|nc|ncat|netcat|telnet|wait-for-it(?:\.sh)?|wait-for)\s+((?:-{1,2}[\w-]+(?:[= ]\d+)?\s+)*)([a-z0-9][a-z0-9.-]*)/g;
const HOST_FLAGS = /(?:^|\s)(?:-h|--host)[= ]([a-z0-9][a-z0-9.-]*)/g;
const URLS = /\b[a-z][a-z0-9+]*:\/\/(?:[^/@\s]*@)?([a-z0-9][a-z0-9.-]*)/g;
const ADDRESSES = /(?:^|[\s"'=/])([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*):\d{2,5}\b/g;

/** A Service that a container's command names. */
export interface AwaitedService {
  readonly namespace: string;
  readonly name: string;
  /** True where the name can be nothing but a Service: it is short, or ends as cluster names do. */
  readonly certain: boolean;
}

/**
 * The Services that a command waits for or talks to, as far as its words tell: hosts in URLs, in `host:port`, and
 * behind programs such as `nc` and `nslookup`. What comes from variables or arguments cannot be seen.
 */
export function awaitedServices({ command = [] }: Container, own: string): readonly AwaitedService[] {
  const text = command.join(' ');
  const hosts = [
    ...[...text.matchAll(PROGRAMS)].map((match) => match[2]),
    ...[HOST_FLAGS, URLS, ADDRESSES].flatMap((pattern) => [...text.matchAll(pattern)].map((match) => match[1])),
  ];
  const found = new Map<string, AwaitedService>();
  for (const host of hosts) {
    const service = host === undefined ? undefined : serviceIn(host, own);
    if (service !== undefined) found.set(`${service.namespace}/${service.name}`, service);
  }
  return [...found.values()];
}

/** `db`, `db.shop`, `db.shop.svc`, `db.shop.svc.cluster.local`; undefined for an address, or what is of the pod itself. */
function serviceIn(host: string, own: string): AwaitedService | undefined {
  const labels = host.replace(/[.-]+$/, '').split('.');
  const [name = '', namespace = own, svc] = labels;
  if (name === 'localhost' || /^\d+$/.test(labels.at(-1) ?? '')) return undefined;
  if (svc !== undefined && svc !== 'svc') return undefined;
  return { name, namespace, certain: labels.length === 1 || svc === 'svc' };
}
