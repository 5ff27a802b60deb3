import type { ContainerView } from '../containers.ts';
import { byLastSeen, eventCount, firstSeen, lastSeen } from '../events/events.ts';
import { tellingLine } from '../logs/log-patterns.ts';
import type { Container, KubeEvent } from '../object.ts';
import { earliest, SECOND_MS, timeMs } from '../time.ts';
import { type End, firstLine, lastEndOf } from './ends.ts';

export type Probe = NonNullable<Container['livenessProbe']>;

export type ProbeKind = 'liveness' | 'readiness' | 'startup';

/** The probes that a container has, in the order in which the kubelet heeds them. */
export function probesOf(spec: Container): readonly { readonly kind: ProbeKind; readonly probe: Probe }[] {
  const { startupProbe, readinessProbe, livenessProbe } = spec;
  return [
    ...(startupProbe ? [{ kind: 'startup' as const, probe: startupProbe }] : []),
    ...(readinessProbe ? [{ kind: 'readiness' as const, probe: readinessProbe }] : []),
    ...(livenessProbe ? [{ kind: 'liveness' as const, probe: livenessProbe }] : []),
  ];
}

/** What a probe gets where nothing listens; an answer of any sort means that something does. */
export const NOBODY = /connection refused|failed to connect|connectex: No connection/i;

/** The port that a probe connects to, a number or the name of one; undefined for a command. */
export function portOf(probe: Probe): number | string | undefined {
  return probe.httpGet?.port ?? probe.tcpSocket?.port ?? probe.grpc?.port;
}

/**
 * The name of a probe's port that its container does not declare, so that the kubelet can never resolve it.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/probe/util.go
 */
export function unresolvedPortOf(probe: Probe, spec: Container): string | undefined {
  const port = portOf(probe);
  if (typeof port !== 'string') return undefined;
  return spec.ports?.some(({ name }) => name === port) ? undefined : port;
}

/** True if any probe of a container names a port that it does not declare: asked of every container, so it allocates nothing. */
export function hasUnresolvedPort(spec: Container): boolean {
  return (
    (spec.readinessProbe !== undefined && unresolvedPortOf(spec.readinessProbe, spec) !== undefined) ||
    (spec.livenessProbe !== undefined && unresolvedPortOf(spec.livenessProbe, spec) !== undefined) ||
    (spec.startupProbe !== undefined && unresolvedPortOf(spec.startupProbe, spec) !== undefined)
  );
}

/** A probe in words: `HTTP GET /ready on port http`. Of a command only its program: arguments may hold passwords. */
export function probeText(probe: Probe): string {
  if (probe.httpGet) {
    const { scheme, path, port } = probe.httpGet;
    return `${scheme ?? 'HTTP'} GET ${path ?? '/'} on port ${port ?? '?'}`;
  }
  if (probe.tcpSocket) return `TCP connection to port ${probe.tcpSocket.port ?? '?'}`;
  if (probe.grpc) return `gRPC health check on port ${probe.grpc.port ?? '?'}`;
  return `command ${probe.exec?.command?.[0] ?? '?'}`;
}

/** How long a probe may fail after a start before it counts: the delay and all permitted failures. */
export function probeBudgetMs(probe: Probe): number {
  const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 } = probe;
  return (initialDelaySeconds + periodSeconds * failureThreshold) * SECOND_MS;
}

/** What the kubelet's events say about a failing probe of a container. */
export interface ProbeFailure {
  readonly event: KubeEvent;
  /** What the probe got: `HTTP probe failed with statuscode: 404`. */
  readonly text: string;
  /** All failures that were counted. */
  readonly count: number;
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
}

/**
 * Reads the `Unhealthy` events of one probe of a container.
 *
 * @param events warning events about the pod, newest first
 * @see https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/kubelet/prober/prober.go
 */
export function probeFailureOf(
  events: readonly KubeEvent[],
  container: ContainerView,
  kind: ProbeKind,
): ProbeFailure | undefined {
  const found = events.filter(
    (event) =>
      event.reason === 'Unhealthy' &&
      event.involvedObject?.fieldPath?.endsWith(`{${container.name}}`) === true &&
      event.message?.toLowerCase().startsWith(`${kind} probe `) === true,
  );
  const [newest] = found;
  if (newest === undefined) return undefined;
  const said = newest.message?.replace(/^\w+ probe (failed|errored( and resulted in \w+ state)?):\s*/, '');
  return {
    event: newest,
    text: firstLine(tellingPart(said)) ?? silenceText(container, kind, newest),
    count: found.reduce((sum, event) => sum + eventCount(event), 0),
    firstSeen: earliest(found.map(firstSeen)),
    lastSeen: lastSeen(newest),
  };
}

/** What a probe got that the kubelet has no words for: a command ended with another code than 0, and that is all. */
function silenceText({ spec }: ContainerView, kind: ProbeKind, { message = '' }: KubeEvent): string {
  const isCommand = probesOf(spec).some((one) => one.kind === kind && one.probe.exec !== undefined);
  return isCommand && / failed:\s*$/.test(message) ? 'its command failed and printed nothing' : 'no answer';
}

/** Of the lines that a probe's command wrote the one that tells why it failed, else the last: a banner comes first. */
function tellingPart(said: string | undefined): string | undefined {
  const lines = said?.split('\n').filter((line) => line.trim() !== '') ?? [];
  return lines.length > 1 ? (tellingLine(lines)?.line ?? lines.at(-1)) : lines[0];
}

/** A probe for which the kubelet kills its container. */
export interface KillingProbe {
  readonly kind: ProbeKind;
  readonly probe: Probe;
  readonly failure: ProbeFailure;
}

/**
 * The failing liveness or startup probe for which the kubelet killed a container last; undefined where none explains
 * its end.
 *
 * The kill's own event is a Normal one, which no list of warnings holds.
 *
 * @param events warning events about the pod, newest first
 */
export function killingProbeOf(container: ContainerView, events: readonly KubeEvent[]): KillingProbe | undefined {
  const end = lastEndOf(container.status);
  const killing = probesOf(container.spec).flatMap(({ kind, probe }) => {
    const failure = kind === 'readiness' ? undefined : probeFailureOf(events, container, kind);
    return failure !== undefined && explainsEnd(failure, probe, end) ? [{ kind, probe, failure }] : [];
  });
  return killing.sort((left, right) => byLastSeen(left.failure.event, right.failure.event))[0];
}

const KILL_CODES: ReadonlySet<number | null> = new Set([0, 137, 143]);

/**
 * True if the container ended as a kill or a proper stop leaves it, after the probe had begun to fail, and not before
 * the probe could use up its failures. When events come thick the kubelet leaves some out, so the last failure that
 * was seen can be older than the kill.
 */
function explainsEnd(failure: ProbeFailure, probe: Probe, end: End | undefined): boolean {
  if (end === undefined || end.ranMs === null || end.reason === 'OOMKilled' || !KILL_CODES.has(end.exitCode))
    return false;
  const { initialDelaySeconds = 0, periodSeconds = 10, failureThreshold = 3 } = probe;
  const soonestMs = (initialDelaySeconds + periodSeconds * (failureThreshold - 1)) * SECOND_MS;
  const [beganMs, endedMs] = [timeMs(failure.firstSeen), timeMs(end.finishedAt)];
  return end.ranMs >= soonestMs && beganMs !== undefined && endedMs !== undefined && beganMs <= endedMs;
}
