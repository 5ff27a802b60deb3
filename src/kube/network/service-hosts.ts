import type { Container, NamedHost } from '../object.ts';

const LABEL = '[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?';
const FULL = new RegExp(`^(?:${LABEL}\\.){2,3}svc(?:\\.${LABEL}){0,6}$`);
const SHORT = new RegExp(`^(${LABEL}(?:\\.${LABEL})?)(?::(\\d{1,5}))?$`);
/** An option of `nc`, with its argument if it takes one. `-l` is none of them: what listens names nobody to reach. */
const NC_OPTION = '\\s+-[46abdfhjknrtuvyzABCDEFHJKLNQRSUYZ]*(?:[cegimopqswxGIMOPTVWX]\\s*[^\\s-][^\\s;&|]*)?(?=\\s)';
/** What scripts wait with: `nc -z db 5432`, `nslookup db`. */
const WAITING = new RegExp(
  `(?:\\bnc(?:${NC_OPTION})*|\\bnslookup|\\bgetent\\s+hosts|\\bpg_isready\\s+-h)\\s+(${LABEL}(?:\\.${LABEL})?)(?:\\s+(\\d{2,5}))?(?=[\\s;&|)"']|$)`,
  'g',
);
const WAITS = /\bnc |nslookup|getent|pg_isready/;
const HOST_NAMED = /(?:^|[_-])(?:hosts?|hostname|addr|address|endpoint|servers?|brokers?)$/i;
const HOST_OPTION = /^--?([a-z][a-z0-9-]*)=(\S+)$/i;
const MOST_HOSTS = 20;
const MOST_TEXT = 4_000;

/**
 * The hosts in the variables, the arguments and the command of a container that may be Services of the cluster.
 *
 * It is all that is kept of these texts, in which passwords hide: names of hosts, never what stands around them.
 * Every container of 100,000 pods is read, so what holds no host is left as soon as that can be seen.
 *
 * @param raw a container as the API sent it, or as it was kept
 */
export function hostsNamedIn(raw: Readonly<Record<string, unknown>>): readonly NamedHost[] | undefined {
  if (Array.isArray(raw['serviceHosts'])) return some(raw['serviceHosts'].flatMap(noted));
  const found: NamedHost[] = [];
  for (const entry of listOf(raw['env'])) {
    if (!isRecord(entry)) continue;
    const { name, value } = entry;
    if (typeof value !== 'string' || typeof name !== 'string' || value.length > MOST_TEXT) continue;
    if (mayHoldHost(value)) add(found, `env[name=${name}].value`, inText(value));
    if (isHostName(name)) add(found, `env[name=${name}].value`, inList(value));
  }
  for (const field of ['command', 'args']) {
    const texts = listOf(raw[field]);
    for (let index = 0; index < texts.length; index++) {
      const text = texts[index];
      if (typeof text !== 'string' || text.length > MOST_TEXT) continue;
      if (mayHoldHost(text)) add(found, `${field}[${index}]`, inText(text));
      add(found, `${field}[${index}]`, inScript(text));
    }
  }
  return some(found);
}

function mayHoldHost(text: string): boolean {
  return text.includes('://') || text.includes('.svc');
}

/** Names of variables are few and no secret: each is looked at once. */
const hostNames = new Map<string, boolean>();
const MOST_NAMES = 10_000;

function isHostName(name: string): boolean {
  const known = hostNames.get(name);
  if (known !== undefined) return known;
  const result = HOST_NAMED.test(name) && name !== 'HOSTNAME';
  if (hostNames.size < MOST_NAMES) hostNames.set(name, result);
  return result;
}

function add(found: NamedHost[], from: string, hosts: readonly HostAndPort[]): void {
  for (const { host, port } of hosts) {
    if (found.length >= MOST_HOSTS || !isTelling(host)) continue;
    if (found.some((one) => one.host === host && one.port === port)) continue;
    found.push({ host, ...(port === undefined ? {} : { port }), from });
  }
}

/** The hosts that a container names, as the snapshot kept them. */
export function serviceHostsOf(container: Container): readonly NamedHost[] {
  return container.serviceHosts ?? NONE;
}

const NONE: readonly NamedHost[] = [];

interface HostAndPort {
  readonly host: string;
  readonly port: number | undefined;
}

/** Full names anywhere in a text, and short ones as the host of an address. */
function inText(text: string): readonly HostAndPort[] {
  return [...inFull(text), ...(text.includes('://') ? inAddresses(text) : [])];
}

/** The names around each `.svc`, with the port behind. */
function inFull(text: string): readonly HostAndPort[] {
  const found: HostAndPort[] = [];
  for (let at = text.indexOf('.svc'); at >= 0; at = text.indexOf('.svc', at + 4)) {
    let start = at;
    while (start > 0 && isNamePart(text.charCodeAt(start - 1))) start--;
    let end = at + 4;
    while (end < text.length && isNamePart(text.charCodeAt(end))) end++;
    const host = text.slice(start, end).replace(/\.$/, '');
    const before = text[start - 1] ?? '';
    if (!FULL.test(host) || /[A-Z_%]/.test(before) || /[A-Z_]/.test(text[end] ?? '')) continue;
    const port = /^:(\d{1,5})(?!\d)/.exec(text.slice(end, end + 7))?.[1];
    found.push({ host, port: port === undefined ? undefined : Number(port) });
  }
  return found;
}

/** Lower-case letters, digits, `-` and `.`. */
function isNamePart(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || code === 45 || code === 46;
}

function inAddresses(text: string): readonly HostAndPort[] {
  return [...text.matchAll(/:\/\/([^\s"'`<>]{1,1000})/g)].flatMap(([, rest = '']) => {
    const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
    // An @ behind the first slash may belong to a password with a slash in it: then nobody knows where the host is.
    if (rest.includes('@', authority.length)) return [];
    return inList(authority.slice(authority.lastIndexOf('@') + 1).replace(/[);&|,]+$/, ''));
  });
}

/** `db`, `db:5432`, `kafka-0.kafka:9092,kafka-1.kafka:9092`. */
function inList(text: string): readonly HostAndPort[] {
  return text.split(',').flatMap((item) => {
    const match = SHORT.exec(item.trim());
    return match === null ? [] : [toHost(match)];
  });
}

function inScript(text: string): readonly HostAndPort[] {
  const option = text.startsWith('-') ? HOST_OPTION.exec(text) : null;
  if (option !== null) return isHostName(option[1] ?? '') ? inList(option[2] ?? '') : [];
  return WAITS.test(text) ? [...text.matchAll(WAITING)].map(toHost) : [];
}

function toHost([, host = '', port]: RegExpMatchArray): HostAndPort {
  return { host, port: port === undefined ? undefined : Number(port) };
}

/** False for this machine itself, and for numbers: addresses are no names. */
function isTelling(host: string): boolean {
  return host !== 'localhost' && !host.startsWith('localhost.') && !/^[\d.]+$/.test(host);
}

/** An entry of a recorded snapshot: the same shapes as are kept, and nothing else. */
function noted(entry: unknown): readonly NamedHost[] {
  if (!isRecord(entry) || typeof entry['host'] !== 'string' || typeof entry['from'] !== 'string') return [];
  const { host, port, from } = entry;
  if (!SHORT.test(host) && !FULL.test(host)) return [];
  if (!/^(?:(?:command|args)\[\d{1,4}\]|env\[name=[^\]]{1,300}\]\.value)$/.test(from)) return [];
  return [{ host, ...(typeof port === 'number' ? { port } : {}), from }];
}

function some(hosts: readonly NamedHost[]): readonly NamedHost[] | undefined {
  return hosts.length === 0 ? undefined : hosts;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
