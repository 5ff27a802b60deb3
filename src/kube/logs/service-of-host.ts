import type { ObjectOf } from '../object.ts';
import { type ObjectRef, refOf, refTo } from '../object-ref.ts';

type Service = ObjectOf<'Service'>;

/** The part of a view that is needed here. */
export interface ServiceLookup {
  all(kind: 'Service'): readonly Service[];
  get(kind: 'Service', namespace: string, name: string): { readonly state: string; readonly object?: Service };
  shared<T>(derive: (view: ServiceLookup) => T): T;
}

/** What a program's name for the other side stands for. */
export type NamedService =
  | { readonly state: 'found'; readonly service: Service; readonly ref: ObjectRef }
  | { readonly state: 'missing'; readonly ref: ObjectRef };

/**
 * The Service that a host name or an address means, as the resolver of a pod in that namespace finds it.
 *
 * Undefined for names outside the cluster, for what is no Service's address, and where it was not looked.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#namespaces-of-services
 */
export function serviceOfHost(host: string, namespace: string, view: ServiceLookup): NamedService | undefined {
  if (/^[\d.]+$/.test(host)) {
    const service = view.shared(byClusterIp).get(host);
    return service === undefined ? undefined : { state: 'found', service, ref: refOf(service) };
  }
  const named = namesOf(host.toLowerCase(), namespace);
  if (named === undefined) return undefined;
  const ref = refTo('Service', named.namespace, named.name);
  const lookup = view.get('Service', named.namespace, named.name);
  if (lookup.state === 'found' && lookup.object !== undefined) return { state: 'found', service: lookup.object, ref };
  // Two words may as well be a host of the internet.
  return lookup.state === 'missing' && named.isSure ? { state: 'missing', ref } : undefined;
}

function byClusterIp(view: ServiceLookup): ReadonlyMap<string, Service> {
  return new Map(
    view.all('Service').flatMap((service) => {
      const address = service.spec?.clusterIP;
      return address === undefined || address === 'None' ? [] : [[address, service] as const];
    }),
  );
}

/** `db`, `db.shop`, `db.shop.svc` and `db.shop.svc.cluster.local`; a headless Service's pod, `db-0.db`, counts for it. */
function namesOf(host: string, own: string): { name: string; namespace: string; isSure: boolean } | undefined {
  const parts = host.replace(/\.$/, '').split('.');
  if (parts.some((part) => !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(part))) return undefined;
  const svc = parts.indexOf('svc');
  const [name = '', namespace = own] = svc < 0 ? parts : parts.slice(Math.max(0, svc - 2), svc);
  if (svc < 0 && (parts.length > 2 || name === 'localhost')) return undefined;
  if (svc === 0 || svc > 3) return undefined;
  return { name, namespace, isSure: svc > 0 || parts.length === 1 };
}
