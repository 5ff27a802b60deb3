import { containersOf } from '../containers.ts';
import type { Container, KubeObject, NamedHost, ObjectOf, Pod } from '../object.ts';
import { isActive } from '../pods.ts';
import { serviceHostsOf } from './service-hosts.ts';

type Service = ObjectOf<'Service'>;

interface Lookups {
  get(kind: 'Service', namespace: string, name: string): { readonly state: string; readonly object?: Service };
  get(kind: 'Namespace', namespace: null, name: string): { readonly state: string; readonly object?: KubeObject };
}

/** What a host's name means inside the cluster; `outside` also for all that nobody can tell. */
export type NamedService =
  | { readonly state: 'found'; readonly service: Service }
  | {
      readonly state: 'missing';
      readonly namespace: string;
      readonly name: string;
      /** True where even the namespace does not exist. */
      readonly noNamespace: boolean;
    }
  | { readonly state: 'outside' };

const OUTSIDE: NamedService = { state: 'outside' };

/**
 * The Service that a host's name means for a pod of a namespace, as the cluster's DNS resolves it.
 * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#namespaces-of-services
 */
export function serviceNamed(host: string, home: string, view: Lookups): NamedService {
  const full = /^(.+)\.svc(?:\..+)?$/.exec(host)?.[1]?.split('.');
  if (full !== undefined) return lookUp(full.at(-1) ?? '', full.at(-2) ?? '', view);
  const [first = '', second, ...more] = host.split('.');
  if (second === undefined) return lookUp(home, first, view);
  if (more.length > 0) return OUTSIDE;
  // A pod of a headless Service, or a Service of another namespace; any other name with a dot is somewhere else.
  const headless = view.get('Service', home, second);
  if (headless.object !== undefined) return { state: 'found', service: headless.object };
  return view.get('Namespace', null, second).state === 'found' ? lookUp(second, first, view) : OUTSIDE;
}

function lookUp(namespace: string, name: string, view: Lookups): NamedService {
  const found = view.get('Service', namespace, name);
  if (found.object !== undefined) return { state: 'found', service: found.object };
  if (found.state !== 'missing') return OUTSIDE;
  return { state: 'missing', namespace, name, noNamespace: view.get('Namespace', null, namespace).state === 'missing' };
}

/** A host that a container of a pod names. */
export interface Naming {
  readonly pod: Pod;
  readonly container: Container;
  readonly specPath: string;
  readonly role: 'init' | 'sidecar' | 'app';
  readonly named: NamedHost;
}

/** The hosts that the containers of a pod name. */
export function namingsOf(pod: Pod): readonly Naming[] {
  return containersOf(pod).flatMap(({ spec, specPath, role }) =>
    serviceHostsOf(spec).map((named) => ({ pod, container: spec, specPath, role, named })),
  );
}

/** True if any container names a host: a cheap question, asked of every pod. */
export function namesHosts({ spec }: Pod): boolean {
  const names = (container: Container) => container.serviceHosts !== undefined;
  return (spec?.containers ?? []).some(names) || (spec?.initContainers ?? []).some(names);
}

interface Source extends Lookups {
  all(kind: 'Pod'): readonly Pod[];
  topOwner(object: KubeObject): { readonly kind: string; readonly name: string };
}

/** Who names a Service as a host, by `namespace/name`: one pod of each workload. For `view.shared`. */
export function clientsByService(view: Source): ReadonlyMap<string, readonly Naming[]> {
  const clients = new Map<string, Naming[]>();
  const seen = new Set<string>();
  for (const pod of view.all('Pod')) {
    if (!namesHosts(pod) || !isActive(pod)) continue;
    const { namespace = '' } = pod.metadata;
    const owner = view.topOwner(pod);
    const workload = `${namespace}/${owner.kind}/${owner.name}`;
    if (seen.has(workload)) continue;
    seen.add(workload);
    for (const naming of namingsOf(pod)) {
      const found = serviceNamed(naming.named.host, namespace, view);
      if (found.state !== 'found') continue;
      const key = serviceKey(found.service);
      const known = clients.get(key);
      if (known === undefined) clients.set(key, [naming]);
      else known.push(naming);
    }
  }
  return clients;
}

/** The key of a Service in `clientsByService`. */
export function serviceKey({ metadata }: Service): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** The port of a Service that a client means: the one it names, or the only one there is. */
export function portMeant(service: Service, port: number | undefined) {
  const ports = service.spec?.ports ?? [];
  return port === undefined ? (ports.length === 1 ? ports[0] : undefined) : ports.find((one) => one.port === port);
}
