import type { ContainerView } from '../containers.ts';
import { inNamespaceOf, kubectl, type NextStep, target } from '../kubectl.ts';
import { listenerInsteadOf, listenersIn } from '../logs/listeners.ts';
import type { Container, ContainerLog } from '../object.ts';
import { type ObjectRef, refText } from '../object-ref.ts';
import { correctTemplate } from '../workloads/template-fix.ts';
import { NOBODY, type Probe, type ProbeKind, portOf } from './probes.ts';

type Way = 'command' | 'http' | 'tcp' | 'grpc';

/** How a failing probe asks, and what its failure proves about that. */
export interface Asked {
  readonly by: Way;
  /** What the port speaks, where that is proven to be the other scheme than the probe's. */
  readonly spoken: 'HTTP' | 'HTTPS' | null;
  /** True where it got no answer within the one second that a probe gives by default. */
  readonly hasty: boolean;
  readonly place: 'containers' | 'initContainers';
  /** Where the program listens instead, by its log; null where the port answers, or the log does not tell. */
  readonly listens: { readonly address: string; readonly port: number; readonly forItself: boolean } | null;
}

/**
 * @param text what the probe got; null where no event says so
 * @param lines the container's log
 */
export function askedBy(
  { role, spec }: ContainerView,
  probe: Probe,
  text: string | null,
  lines: readonly string[],
): Asked {
  const by = probe.httpGet ? 'http' : probe.tcpSocket ? 'tcp' : probe.grpc ? 'grpc' : 'command';
  return {
    by,
    spoken: text === null ? null : spokenBy(probe, text, lines),
    hasty: text !== null && (probe.timeoutSeconds ?? 1) === 1 && isLate(by, text),
    place: role === 'app' ? 'containers' : 'initContainers',
    listens: text !== null && NOBODY.test(text) ? listensInstead(probe, spec, lines) : null,
  };
}

function listensInstead(probe: Probe, { ports = [] }: Container, lines: readonly string[]): Asked['listens'] {
  // Then it does not ask the pod.
  if (probe.httpGet?.host !== undefined || probe.tcpSocket?.host !== undefined) return null;
  const asked = portOf(probe);
  const port = typeof asked === 'string' ? ports.find(({ name }) => name === asked)?.containerPort : asked;
  const found = port === undefined ? undefined : listenerInsteadOf(port, lines);
  if (found === undefined) return null;
  return { address: found.address, port: found.port, forItself: found.port === port };
}

/** The line by which it is known where the program listens, for evidence. */
export function listenerEvidence(asked: Asked | null, log: ContainerLog | undefined) {
  const port = asked?.listens?.port;
  const told = port === undefined ? undefined : listenersIn(log?.lines ?? []).findLast((one) => one.port === port);
  return log === undefined || told === undefined ? [] : [{ object: log, path: 'lines', value: told.line }];
}

/** A record of TLS that holds an alert: what a server answers to plain HTTP that knows nothing else. */
const TLS_ALERT = /malformed HTTP response "\\x15\\x03/;
/** What Go's servers answer, with status 400, and what they log. */
const TLS_WANTED = /client sent an HTTP request to an HTTPS server/i;

/** A redirect can lead to another scheme than the probe's: of that, nothing is said. */
function spokenBy({ httpGet }: Probe, text: string, lines: readonly string[]): Asked['spoken'] {
  if (httpGet === undefined) return null;
  if (httpGet.scheme === 'HTTPS') return text.includes('server gave HTTP response to HTTPS client') ? 'HTTP' : null;
  const isRefused = text.includes('statuscode: 400') && lines.some((line) => TLS_WANTED.test(line));
  return TLS_ALERT.test(text) || TLS_WANTED.test(text) || isRefused ? 'HTTPS' : null;
}

/** A command's own output may speak of another time than the probe's. */
function isLate(by: Way, text: string): boolean {
  return by === 'command'
    ? /^command\b.* timed out|^rpc error: code = DeadlineExceeded/.test(text)
    : /timed out|context deadline exceeded|^timeout: /i.test(text);
}

/** `; the scheme HTTPS is wrong: the port answers in plain HTTP`; empty where nothing proves what is wrong. */
export function askedText(asked: Pick<Asked, 'listens' | 'spoken'> | null): string {
  if (asked === null) return '';
  const { spoken, listens } = asked;
  if (spoken !== null) {
    return spoken === 'HTTP'
      ? '; the scheme HTTPS is wrong: the port answers in plain HTTP'
      : '; the scheme HTTP is wrong: the port answers in TLS';
  }
  if (listens === null) return '';
  return listens.forItself
    ? `; by its log it listens at ${listens.address}:${listens.port}, where only its own pod reaches it`
    : `; by its log it listens at port ${listens.port}`;
}

const PARTS: Readonly<Record<Way, readonly string[]>> = {
  command: ['command'],
  http: ['path', 'port', 'scheme'],
  tcp: ['port'],
  grpc: ['port', 'service'],
};

/** What of a probe can be wrong: `path, port or scheme`. */
export function partsText(asked: Pick<Asked, 'by'> | null, joint: 'and' | 'or' = 'or'): string {
  const parts = asked === null ? ['path', 'port'] : PARTS[asked.by];
  const last = parts.at(-1) ?? '';
  return parts.length === 1 ? last : `${parts.slice(0, -1).join(', ')} ${joint} ${last}`;
}

const PATCHED: ReadonlySet<string> = new Set(['DaemonSet', 'Deployment', 'StatefulSet']);

/**
 * The step that corrects a probe: its scheme where that is proven to be wrong, else what the check says, and the time
 * that it gives where that ran out.
 *
 * @param what what may be wrong with it, as the rest of a noun: `its path or port`
 */
export function correctProbe(
  subject: ObjectRef,
  kind: ProbeKind,
  container: string,
  asked: Asked | null,
  what: string,
): NextStep {
  if (asked?.listens?.forItself === true) {
    return { text: `Have the program listen at all addresses (0.0.0.0:${asked.listens.port})`, command: null };
  }
  if (asked === null || asked.spoken === null) {
    const port = asked?.listens?.port;
    const correct = correctTemplate(
      subject,
      port === undefined ? `the ${kind} probe${what}` : `the port of the ${kind} probe (${port}, by the log)`,
    );
    if (asked?.hasty !== true) return correct;
    return { ...correct, text: `${correct.text}; raise timeoutSeconds from 1, if the answer only takes longer` };
  }
  const correct = correctTemplate(subject, `the ${kind} probe (scheme: ${asked.spoken})`);
  if (!PATCHED.has(subject.kind)) return correct;
  const probe = { [`${kind}Probe`]: { httpGet: { scheme: asked.spoken } } };
  const patch = { spec: { template: { spec: { [asked.place]: [{ name: container, ...probe }] } } } };
  return {
    text: `Set scheme: ${asked.spoken} in the ${kind} probe of ${refText(subject)}`,
    command: kubectl('patch', ...inNamespaceOf(subject), target(subject), '-p', JSON.stringify(patch)),
  };
}
