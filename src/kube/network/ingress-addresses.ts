import type { ObjectOf } from '../object.ts';

type Ingress = ObjectOf<'Ingress'>;

/** True if a controller has written down where an Ingress is served. */
export function hasAddress({ status }: Ingress): boolean {
  return (status?.loadBalancer?.ingress ?? []).length > 0;
}

/** A canary, or a part that its controller merges into another: it needs neither an address nor a route of its own. */
export function isPartOfAnother({ metadata }: Ingress): boolean {
  const { annotations = {} } = metadata;
  return (
    annotations['nginx.ingress.kubernetes.io/canary'] === 'true' || 'nginx.org/mergeable-ingress-type' in annotations
  );
}

/** The entry points of a Traefik proxy that an Ingress is for: on different ones the same route is no conflict. */
export function entryPoints({ metadata }: Ingress): string {
  return metadata.annotations?.['traefik.ingress.kubernetes.io/router.entrypoints'] ?? '';
}

/** One Ingress of each class that has an address, by class: somebody serves it. For `view.shared`. */
export function servedClasses(view: { all(kind: 'Ingress'): readonly Ingress[] }): ReadonlyMap<string, Ingress> {
  const served = new Map<string, Ingress>();
  for (const ingress of view.all('Ingress')) {
    const className = ingress.spec?.ingressClassName ?? '';
    if (hasAddress(ingress) && !served.has(className)) served.set(className, ingress);
  }
  return served;
}
