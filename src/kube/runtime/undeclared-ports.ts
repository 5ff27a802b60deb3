import type { ContainerView } from '../containers.ts';
import { lastSeen } from '../events/events.ts';
import type { KubeEvent, Pod } from '../object.ts';
import { timeMs } from '../time.ts';
import { NOBODY, type Probe, type ProbeFailure, type ProbeKind, portOf, probeFailureOf, probesOf } from './probes.ts';

/** A probe that asks at a port where nothing listens, and that no container of the pod declares. */
export interface UndeclaredPort {
  readonly kind: ProbeKind;
  readonly probe: Probe;
  readonly port: number;
  /** The TCP ports that its container declares. */
  readonly declared: readonly number[];
  readonly failure: ProbeFailure;
}

/**
 * The failing probes of a container that ask at a port which it does not declare, while it does declare others.
 *
 * @param events warning events about the pod, newest first
 * @param sinceMs what is older is of another time
 */
export function undeclaredPortsOf(
  pod: Pod,
  container: ContainerView,
  events: readonly KubeEvent[],
  sinceMs: number,
): readonly UndeclaredPort[] {
  const { spec } = container;
  const declared = (spec.ports ?? []).flatMap(({ containerPort, protocol }) =>
    containerPort === undefined || protocol === 'UDP' || protocol === 'SCTP' ? [] : [containerPort],
  );
  if (declared.length === 0) return [];
  const known = new Set(portsOf(pod));
  return probesOf(spec).flatMap(({ kind, probe }): UndeclaredPort[] => {
    const port = Number(portOf(probe));
    if (!Number.isInteger(port) || port === 0 || known.has(port)) return [];
    const failure = probeFailureOf(events, container, kind);
    if (failure === undefined || !NOBODY.test(failure.text)) return [];
    if ((timeMs(lastSeen(failure.event)) ?? 0) < sinceMs) return [];
    return [{ kind, probe, port, declared, failure }];
  });
}

/** All containers of a pod share its ports: another one may listen there. */
function portsOf({ spec }: Pod): readonly number[] {
  const containers = [...(spec?.containers ?? []), ...(spec?.initContainers ?? [])];
  return containers.flatMap(({ ports }) => (ports ?? []).flatMap(({ containerPort }) => containerPort ?? []));
}
