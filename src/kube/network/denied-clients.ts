import type { KubeObject, ObjectOf, Pod } from '../object.ts';
import { isActive } from '../pods.ts';
import type { ServicePort } from './cluster-dns.ts';
import { DROPPED, failingInside, type Witness } from './failing.ts';
import { ingressBackends } from './ingress-backends.ts';
import { controllerNamed, controllerPods } from './ingress-controllers.ts';
import { isOwnService, type Passage, type Policed, passageTo } from './paths.ts';
import { clientsByService, namingsOf, portMeant, serviceKey, serviceNamed } from './service-clients.ts';
import { servicePort } from './service-outage.ts';

type Service = ObjectOf<'Service'>;

/** Somebody who is known to call a Service. */
export interface Client {
  readonly pod: Pod;
  readonly port: ServicePort;
  /** True for the controller of an Ingress that leads there. */
  readonly isIngress: boolean;
  /** Where it is said that it calls. */
  readonly seen: { readonly object: KubeObject; readonly path: string; readonly value: string };
}

/** A client that a policy keeps from a Service. */
export interface DeniedClient extends Client {
  readonly service: Service;
  readonly passage: Passage;
}

interface Surroundings extends Policed {
  get(
    kind: 'IngressClass',
    namespace: null,
    name: string,
  ): { readonly state: string; readonly object?: ObjectOf<'IngressClass'> };
  get(kind: 'Namespace', namespace: null, name: string): { readonly state: string; readonly object?: KubeObject };
  inNamespace<T extends 'NetworkPolicy' | 'Ingress'>(kind: T, namespace: string): readonly ObjectOf<T>[];
  shared<T>(derive: (view: Source) => T): T;
}

type Source = Parameters<typeof clientsByService>[0] & Parameters<typeof controllerPods>[0];

/** The clients of a Service that policies keep from it: of what is known to call it, those that surely cannot. */
export function deniedClients(service: Service, view: Surroundings): readonly DeniedClient[] {
  return [...ingressClients(service, view), ...workloadClients(service, view)].flatMap((client) => {
    if (isOwnService(client.pod, service)) return [];
    const passage = passageTo(client.pod, service, client.port, view);
    return passage.verdict === 'denied' ? [{ ...client, service, passage }] : [];
  });
}

function workloadClients(service: Service, view: Surroundings): readonly Client[] {
  return (view.shared(clientsByService).get(serviceKey(service)) ?? []).flatMap(({ pod, specPath, named }) => {
    const port = portMeant(service, named.port);
    const seen = { object: pod, path: `${specPath}.${named.from}`, value: named.host };
    return port === undefined ? [] : [{ pod, port, isIngress: false, seen }];
  });
}

function ingressClients(service: Service, view: Surroundings): readonly Client[] {
  const { namespace = '', name } = service.metadata;
  return view.inNamespace('Ingress', namespace).flatMap((ingress) => {
    const backend = ingressBackends(ingress).find((one) => one.service === name);
    const className = ingress.spec?.ingressClassName;
    if (backend?.port === undefined || !className) return [];
    const controller = controllerNamed(view.get('IngressClass', null, className).object?.spec?.controller);
    const [pod] = controller === undefined ? [] : (view.shared(controllerPods).get(controller.name) ?? []);
    const port = servicePort(service, backend.port);
    if (pod === undefined || port === undefined) return [];
    return [{ pod, port, isIngress: true, seen: { object: ingress, path: `${backend.path}.name`, value: name } }];
  });
}

/** The Services that the failing containers of a pod name and that it surely cannot reach. */
export function deniedCalls(pod: Pod, view: Surroundings & Callers): readonly DeniedClient[] {
  if (!isActive(pod)) return [];
  const { namespace = '' } = pod.metadata;
  const failing = new Set(failingInside(pod, DROPPED, view).map(({ spec }) => spec));
  const found = new Map<string, DeniedClient>();
  for (const { container, specPath, named } of namingsOf(pod)) {
    const target = failing.has(container) ? serviceNamed(named.host, namespace, view) : undefined;
    if (target?.state !== 'found' || isOwnService(pod, target.service)) continue;
    const { service } = target;
    const port = portMeant(service, named.port);
    const key = `${serviceKey(service)}:${port?.port}`;
    if (port === undefined || found.has(key)) continue;
    const passage = passageTo(pod, service, port, view);
    const seen = { object: pod, path: `${specPath}.${named.from}`, value: named.host };
    if (passage.verdict === 'denied') found.set(key, { service, pod, port, isIngress: false, seen, passage });
  }
  return [...found.values()];
}

type Callers = Witness & {
  get(kind: 'Service', namespace: string, name: string): { readonly state: string; readonly object?: Service };
  get(kind: 'Namespace', namespace: null, name: string): { readonly state: string; readonly object?: KubeObject };
};
