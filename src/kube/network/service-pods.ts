import { runningContainersOf } from '../containers.ts';
import type { ObjectOf, Pod } from '../object.ts';
import { isActive } from '../pods.ts';
import { portOf, probesOf } from '../runtime/probes.ts';
import type { Labels } from '../selectors.ts';
import type { ServicePort } from './cluster-dns.ts';

type Service = ObjectOf<'Service'>;

/** A port that a container says it listens on: no more than a note, but one that programs keep. */
export interface DeclaredPort {
  readonly name: string | undefined;
  readonly number: number;
  readonly protocol: string;
  /** True where a probe asks it, so that something does listen. */
  readonly probed: boolean;
}

/** The ports that the containers which stay declare. */
export function declaredPorts(pod: Pod): readonly DeclaredPort[] {
  return runningContainersOf(pod).flatMap(({ spec }) => {
    const probed = new Set(probesOf(spec).map(({ probe }) => portOf(probe)));
    return (spec.ports ?? []).flatMap(({ name, containerPort, protocol = 'TCP' }) =>
      containerPort === undefined
        ? []
        : [
            {
              name,
              number: containerPort,
              protocol,
              probed: probed.has(containerPort) || (!!name && probed.has(name)),
            },
          ],
    );
  });
}

/** The numbers that probes ask, declared or not. */
export function probedNumbers(pod: Pod): ReadonlySet<number | string | undefined> {
  return new Set(runningContainersOf(pod).flatMap(({ spec }) => probesOf(spec).map(({ probe }) => portOf(probe))));
}

/** The pods that a Service's traffic goes to: none for a headless Service, whose clients choose the port themselves. */
export function balancedPods(
  { metadata, spec }: Service,
  view: { selectByLabels(kind: 'Pod', namespace: string, labels: Labels | undefined): readonly Pod[] },
): readonly Pod[] {
  if (metadata.deletionTimestamp !== undefined || spec?.clusterIP === 'None' || spec?.type === 'ExternalName')
    return [];
  return view.selectByLabels('Pod', metadata.namespace ?? '', spec?.selector).filter(isActive);
}

/** The number that a port of a Service leads to; undefined where it is a name. */
export function targetNumber(port: ServicePort): number | undefined {
  const target = port.targetPort ?? port.port;
  return typeof target === 'number' ? target : undefined;
}

/** `http (8080)`, `8080` or `dns (53/UDP)`. */
export function declaredText({ name, number, protocol }: DeclaredPort): string {
  const numbered = protocol === 'TCP' ? `${number}` : `${number}/${protocol}`;
  return name === undefined ? numbered : `${name} (${numbered})`;
}

/** Ports of the containers that stay: sidecars count. */
export function namedPortsOf(pod: Pod) {
  return runningContainersOf(pod).flatMap(({ spec }) =>
    (spec.ports ?? []).map(({ name, containerPort, protocol = 'TCP' }) => ({ name, number: containerPort, protocol })),
  );
}
