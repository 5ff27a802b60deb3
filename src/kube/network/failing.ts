import { type ContainerView, containersOf } from '../containers.ts';
import { type LogPattern, type TellingLine, tellingLine } from '../logs/log-patterns.ts';
import { type LogSource, ownLogOf } from '../logs/own-log.ts';
import type { KubeEvent, Pod } from '../object.ts';
import { isLooping, lastEndOf } from '../runtime/ends.ts';
import { unreadyOf, waitsLong } from '../runtime/readiness.ts';

/** Ends that the program did not choose: it could not be started, or was killed. */
const NOT_CHOSEN: ReadonlySet<number> = new Set([0, 126, 127, 128, 137, 139, 143]);

/** The part of a view that is needed here. */
export interface Witness extends LogSource {
  readonly takenAtMs: number;
}

/** What a log may tell of a program that cannot resolve a name. A panic has any reason. */
export const UNRESOLVED: ReadonlySet<LogPattern> = new Set(['log-dns', 'log-timeout', 'log-panic']);
/** What a log may tell of a program that nobody answers. */
export const REFUSED: ReadonlySet<LogPattern> = new Set(['log-conn-refused']);
/** What a log may tell of a program whose packets are dropped on their way. */
export const DROPPED: ReadonlySet<LogPattern> = new Set(['log-timeout', 'log-panic']);

/**
 * The containers of a pod that run and fail of their own accord: they exit with an error again and again, are not
 * ready, or wait in an init container. What they need and do not reach may be the reason.
 *
 * @param telling what their log may say about it: where one was read that speaks of something else, that is the reason
 */
export function failingInside(pod: Pod, telling: ReadonlySet<LogPattern>, view: Witness): readonly ContainerView[] {
  const unready = unreadyOf(pod, view.takenAtMs);
  const waiting = unready?.by === 'container' ? unready.container.name : undefined;
  return containersOf(pod).filter((container) => {
    const { takenAtMs } = view;
    const fails = container.name === waiting || givesUp(container, pod, takenAtMs) || waitsLong(container, takenAtMs);
    const told = fails ? toldBy(pod, container.name, view) : undefined;
    return fails && (told === undefined || telling.has(told.pattern));
  });
}

/** The line in the log of a container that tells why it fails, where one was read. */
export function toldBy(pod: Pod, container: string, view: Witness): TellingLine | undefined {
  return tellingLine(linesOf(pod, container, view));
}

/** True where the log complains of another host than this one; false where it names none. */
export function isOfAnother(told: string | null | undefined, host: string): boolean {
  return !!told && told !== host && !told.startsWith(`${host}.`) && !host.startsWith(`${told}.`);
}

/** What a container wrote last, as far as it was read. */
export function linesOf(pod: Pod, container: string, view: Witness): readonly string[] {
  return ownLogOf(pod, container, view)?.lines ?? [];
}

function givesUp(container: ContainerView, pod: Pod, nowMs: number): boolean {
  const end = lastEndOf(container.status);
  if (end?.reason !== 'Error' || NOT_CHOSEN.has(end.exitCode ?? 0)) return false;
  return isLooping(container, pod, nowMs) || end.field === 'state.terminated';
}

/** How programs say in their last words, and probes in their events, that a name could not be resolved. */
const UNRESOLVED_TEXT =
  /no such host|bad address|temporary failure in name resolution|name or service not known|could not resolve|EAI_AGAIN|ENOTFOUND|getaddrinfo|UnknownHostException|server misbehaving|lookup \S+ on \S+:53/i;

/** True where a pod's own words or its probes say that names cannot be resolved. */
export function complainsOfDns(pod: Pod, warnings: readonly KubeEvent[], view: Witness): boolean {
  return (
    containersOf(pod).some(
      ({ name, status }) =>
        UNRESOLVED_TEXT.test(lastEndOf(status)?.message ?? '') || toldBy(pod, name, view)?.pattern === 'log-dns',
    ) || warnings.some(({ reason, message }) => reason === 'Unhealthy' && UNRESOLVED_TEXT.test(message ?? ''))
  );
}
