import { ingressBackends } from '../network/ingress-backends.ts';
import type { KubeObject, ObjectOf } from '../object.ts';

type Ingress = ObjectOf<'Ingress'>;

/** A route of an Ingress to a Service: `shop.example.com/cart`. */
export interface Route {
  readonly ingress: Ingress;
  readonly route: string;
  /** Where the Ingress says so, for evidence. */
  readonly path: string;
}

/** Finds the routes that lead to a Service: pass it to `view.shared`. */
export function routesToServices(view: {
  all(kind: 'Ingress'): readonly Ingress[];
}): (service: KubeObject) => readonly Route[] {
  const byService = new Map<string, Route[]>();
  for (const ingress of view.all('Ingress')) {
    if (ingress.metadata.deletionTimestamp !== undefined) continue;
    for (const { service, route, path } of ingressBackends(ingress)) {
      const key = `${ingress.metadata.namespace ?? ''}/${service}`;
      const known = byService.get(key) ?? [];
      known.push({ ingress, route, path });
      byService.set(key, known);
    }
  }
  return ({ metadata }) => byService.get(`${metadata.namespace ?? ''}/${metadata.name}`) ?? [];
}
